"""The links of a department as an Excel workbook."""

from bigsection.web.downloads import Sheet, workbook_of
from mergers.planning.link_effects import LinkEffects

COLUMNS = (
    ("部门名称", 28),
    ("科室名称", 22),
    ("往来科室", 22),
    ("强度", 9, "0%"),
    ("往来事项", 50),
    ("文本相似度（分）", 17),
    ("计入往来后（分）", 17),
)
"""The first five are those of the import template, so that the file can be imported again."""


def links_workbook(effects: LinkEffects) -> bytes:
    """The .xlsx file, strongest link first."""
    rows = (
        (
            *(effect.link.department.name, effect.link.a.name, effect.link.b.name),
            *(float(effect.link.strength), effect.link.note),
            *(float(effect.text), float(effect.blended)),
        )
        for effect in effects.rows
    )
    return workbook_of(Sheet("业务往来", COLUMNS, rows))
