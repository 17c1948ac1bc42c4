"""The radar and the register of rulings as Excel workbooks."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils import timezone

from bigsection.web.downloads import Cell, Sheet, workbook_of
from mergers.planning.radar import DutyPair
from mergers.queries.boundaries import Boundary

PAIRS = (
    ("相似度", 8),
    ("文本相似", 9),
    ("有此职责的部门数", 10),
    ("部门甲", 24),
    ("科室甲", 18),
    ("职责甲", 46),
    ("部门乙", 24),
    ("科室乙", 18),
    ("职责乙", 46),
    ("裁定", 16),
    ("边界说明", 40),
    ("文号", 18),
)
RULINGS = (
    ("状态", 9),
    ("裁定", 16),
    ("部门甲", 24),
    ("职责甲", 46),
    ("部门乙", 24),
    ("职责乙", 46),
    ("划出部门", 24),
    ("划入科室", 30),
    ("边界说明", 46),
    ("文号", 18),
    ("裁定人", 10),
    ("裁定时间", 17),
    ("列入方案", 30),
)
Cells = Sequence[Cell]


def radar_workbook(pairs: Iterable[DutyPair], rulings: Mapping[str, Boundary]) -> bytes:
    """The .xlsx of pairs with what was ruled on them."""
    rows = (_pair_cells(pair, rulings.get(pair.hash)) for pair in pairs)
    return workbook_of(Sheet("职责交叉", PAIRS, rows, filtered=True))


def boundary_workbook(boundaries: Iterable[Boundary]) -> bytes:
    """The .xlsx of the register of rulings."""
    rows = (_ruling_cells(one) for one in boundaries)
    return workbook_of(Sheet("职责边界", RULINGS, rows, filtered=True))


def _pair_cells(pair: DutyPair, ruled: Boundary | None) -> Cells:
    a, b = pair.a, pair.b
    ruling = (
        (_verdict(ruled), ruled.ruling.boundary, ruled.ruling.document_number)
        if ruled
        else ("未裁定", "", "")
    )
    return (
        round(100 * pair.likeness, 1),
        round(100 * pair.cosine, 1),
        max(pair.departments, 2),
        *(a.department_name, a.section_name, a.text),
        *(b.department_name, b.section_name, b.text),
        *ruling,
    )


def _ruling_cells(one: Boundary) -> Cells:
    ruling, receiver = one.ruling, one.ruling.receiver
    return (
        one.state_words,
        str(ruling.get_verdict_display()),
        *(str(ruling.department_a), ruling.text_a),
        *(str(ruling.department_b), ruling.text_b),
        str(ruling.giver) if receiver else "",
        f"{receiver.department} · {receiver}" if receiver else "",
        *(ruling.boundary, ruling.document_number),
        *(str(ruling.by), f"{timezone.localtime(ruling.at):%Y-%m-%d %H:%M}"),
        "；".join(f"{plan.department} {plan.title}" for plan in one.plans),
    )


def _verdict(one: Boundary) -> str:
    return f"{one.ruling.get_verdict_display()}（{one.state_words}）"
