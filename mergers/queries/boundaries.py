"""The register of rulings: what each says today, which plan carries it, what a department must know."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from bigsection.accounts.models import User
from bigsection.errors import Missing
from departments.models import Department, Duty, LifecycleStatus, Region
from departments.scope import regions_of
from mergers.models import DutyMove, DutyRuling, MergePlan, PlanStatus, RulingVerdict

Place = tuple[int, str]
"""A department and the text of one of its duties."""

CARRYING = (PlanStatus.DRAFT, PlanStatus.RETURNED, PlanStatus.SUBMITTED, PlanStatus.EXECUTED)


@dataclass(frozen=True, slots=True)
class Boundary:
    """A ruling as it stands: ``state`` is executed, gone, waiting or in_force; ``plans`` carry its
    transfer; ``missing`` are the sides (a, b) whose duty no department has any more."""

    ruling: DutyRuling
    state: str
    plans: tuple[MergePlan, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def state_words(self) -> str:
        """The state on screen."""
        return STATES[self.state][0]

    @property
    def tone(self) -> str:
        """The colour of its chip."""
        return STATES[self.state][1]

    @property
    def receiver_is_gone(self) -> bool:
        """Whether a transfer that waits has lost the section that was to receive it."""
        receiver = self.ruling.receiver
        if receiver is None or self.state != "waiting":
            return False
        return receiver.standing != LifecycleStatus.ACTIVE


STATES = {
    "in_force": ("有效", "good"),
    "waiting": ("待划转", "accent"),
    "executed": ("已划转", "good"),
    "gone": ("已失效", ""),
}


def regions_with_radar(user: User) -> QuerySet[Region]:
    """The regions whose duties a person may compare: where they see every department."""
    return regions_of(user).order_by("code")


def get_region(user: User, pk: int) -> Region:
    """The region if the person sees all of it; Missing (404) otherwise."""
    region = regions_of(user).filter(pk=pk).first()
    if region is None:
        raise Missing(
            "没有这个地区，或者您无权查看它的职责交叉。", hint="请从“职责交叉”页面重新进入。"
        )
    return region


def get_ruling(user: User, pk: int) -> DutyRuling:
    """The ruling if the person sees all of its region; Missing (404) otherwise."""
    ruling = _related().filter(pk=pk, region__in=regions_of(user).values("pk")).first()
    if ruling is None:
        raise Missing("没有这条裁定，或者您无权查看。", hint="请从“职责边界”页面重新进入。")
    return ruling


def rulings_of(region: Region) -> QuerySet[DutyRuling]:
    """All rulings of a region, newest first."""
    return _related().filter(region=region)


def ruled_pairs(region: Region) -> set[str]:
    """The pairs of a region that were ruled upon, by hash."""
    return set(DutyRuling.objects.filter(region=region).values_list("pair_hash", flat=True))


def rulings_by_hash(region: Region, pairs: Iterable[str]) -> dict[str, DutyRuling]:
    """The rulings on these pairs of a region, by hash."""
    found = rulings_of(region).filter(pair_hash__in=list(pairs))
    return {ruling.pair_hash: ruling for ruling in found}


def keys_in_state(rulings: QuerySet[DutyRuling], state: str) -> list[int]:
    """The keys of the rulings that stand so today, in their order; of all for an empty ``state``."""
    if not state:
        return list(rulings.values_list("pk", flat=True))
    known = rulings.annotate(there_a=_in_force("a"), there_b=_in_force("b"))
    rows = known.values_list("pk", "executed_at", "verdict", "giving", "there_a", "there_b")
    return [
        pk
        for pk, executed_at, verdict, giving, a, b in rows
        if _state(
            executed_at, verdict, giving, [s for s, there in (("a", a), ("b", b)) if not there]
        )
        == state
    ]


def _in_force(side: str) -> Exists:
    """Whether a section of that side's department still has the duty."""
    return Exists(
        Duty.objects.filter(
            section__department=OuterRef(f"department_{side}"),
            section__standing=LifecycleStatus.ACTIVE,
            text=OuterRef(f"text_{side}"),
        )
    )


def boundaries_of(rulings: Iterable[DutyRuling]) -> list[Boundary]:
    """The rulings with their state today and the plans that carry them, in the given order."""
    listed = list(rulings)
    there = places_in_force(
        [place for ruling in listed for place in (place_of(ruling, "a"), place_of(ruling, "b"))]
    )
    plans = _carriers(listed)
    return [_boundary(ruling, there, tuple(plans.get(ruling.pk, ()))) for ruling in listed]


def place_of(ruling: DutyRuling, side: str) -> Place:
    """Department and text of one side (a or b)."""
    if side == "a":
        return ruling.department_a_id, ruling.text_a
    return ruling.department_b_id, ruling.text_b


def places_in_force(places: Sequence[Place]) -> dict[Place, Duty]:
    """The duties in force behind departments and texts: a duty imported anew is found by its text."""
    duties = Duty.objects.filter(
        section__department__in={department for department, _ in places},
        section__standing=LifecycleStatus.ACTIVE,
        text__in={text for _, text in places},
    ).select_related("section")
    found: dict[Place, Duty] = {}
    for duty in duties.order_by("section__position", "section_id", "position", "pk"):
        found.setdefault((duty.section.department_id, duty.text), duty)
    return found


def transfers_from(department: Department) -> list[Boundary]:
    """The transfers that take a duty from a department and are neither executed nor void, oldest
    first: what its next plan should carry."""
    rulings = _related().filter(
        _giving(department), verdict=RulingVerdict.TRANSFER, executed_at=None
    )
    return waiting(rulings.order_by("at", "pk"))


def transfers_to(department: Department) -> list[Boundary]:
    """The transfers that will bring a duty to a department, oldest first."""
    rulings = _related().filter(
        receiver__department=department, verdict=RulingVerdict.TRANSFER, executed_at=None
    )
    return waiting(rulings.order_by("at", "pk"))


def transfers_about(department: Department, also: Collection[int]) -> list[DutyRuling]:
    """The transfers that take a duty from a department or bring one, not executed yet or ``also``
    wanted (keys), oldest first.
    """
    rulings = _related().filter(
        _giving(department) | Q(receiver__department=department), verdict=RulingVerdict.TRANSFER
    )
    return list(rulings.filter(Q(executed_at=None) | Q(pk__in=also)).order_by("at", "pk"))


def waiting(rulings: Iterable[DutyRuling]) -> list[Boundary]:
    """Those that are still to be carried out, in the given order."""
    return [one for one in boundaries_of(rulings) if one.state == "waiting"]


def _giving(department: Department) -> Q:
    return Q(department_a=department, giving="a") | Q(department_b=department, giving="b")


def rulings_by_text(department: Department) -> dict[str, list[DutyRuling]]:
    """What was ruled on the duties of a department, by their text; "unrelated" tells nobody anything.

    Meant for people of the department too: of the other side show no more than its name.
    """
    rulings = _related().filter(Q(department_a=department) | Q(department_b=department))
    found: dict[str, list[DutyRuling]] = {}
    for ruling in rulings.exclude(verdict=RulingVerdict.UNRELATED):
        text = ruling.text_a if ruling.department_a_id == department.pk else ruling.text_b
        found.setdefault(text, []).append(ruling)
    return found


def open_carriers(ruling: DutyRuling) -> list[MergePlan]:
    """The plans that carry a transfer and are not carried out yet."""
    plans = _carriers([ruling]).get(ruling.pk, [])
    return [plan for plan in plans if plan.status != PlanStatus.EXECUTED]


def _related() -> QuerySet[DutyRuling]:
    return DutyRuling.objects.select_related(
        "region", "department_a", "department_b", "receiver__department", "by"
    )


def _carriers(rulings: Sequence[DutyRuling]) -> dict[int, list[MergePlan]]:
    # The moves first: few rulings have any, and the plans would all be looked through.
    moves = DutyMove.objects.filter(ruling__in=[ruling.pk for ruling in rulings])
    carried = set(moves.values_list("ruling_id", "plan_id"))
    plans = (
        MergePlan.objects.filter(pk__in={plan for _, plan in carried}, status__in=CARRYING)
        .select_related("department")
        .defer("baseline", "problem", "outcome", "certificate")
        .in_bulk()
    )
    found: dict[int, list[MergePlan]] = {}
    for ruling, plan in sorted(carried):
        if plan in plans:
            found.setdefault(ruling, []).append(plans[plan])
    return found


def _boundary(
    ruling: DutyRuling, there: dict[Place, Duty], plans: tuple[MergePlan, ...]
) -> Boundary:
    missing = tuple(side for side in ("a", "b") if place_of(ruling, side) not in there)
    state = _state(ruling.executed_at, ruling.verdict, ruling.giving, missing)
    return Boundary(ruling, state, plans, () if state == "executed" else missing)


def _state(
    executed_at: datetime | None, verdict: str, giving: str, missing: Collection[str]
) -> str:
    if executed_at is not None:
        return "executed"
    if verdict == RulingVerdict.TRANSFER:
        # The duty that moves can still move when the other side's text has changed meanwhile.
        return "gone" if giving in missing else "waiting"
    return "gone" if missing else "in_force"
