"""How far a plan is from its department's own proven optimum, by the region's studies."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bigsection.accounts.models import User
from departments.models import Department
from departments.scope import regions_of
from mergers.models import MergePlan, StudyLine
from mergers.planning.settings_fingerprint import SETTINGS, settings_fingerprints_of

POINT = 1_000_000
"""Units of an objective in one point of the score."""
NOTHING = 0.005
"""Points below which a difference is one of the last decimals only."""


@dataclass(frozen=True, slots=True)
class Optimum:
    """The best number of sections of a department and its score.

    No number has more than ``bound``, in points; ``proven`` says that the best one reaches it.
    """

    count: int
    score: float
    bound: float
    proven: bool


@dataclass(frozen=True, slots=True)
class Distance:
    """The points that a score lacks to the optimum: at most so many where it is not proven.

    Negative for a plan that scores more than the study's rules allow.
    """

    points: float
    optimum: Optimum
    study_id: int

    @property
    def is_best(self) -> bool:
        """Whether nothing is lacking."""
        return abs(self.points) < NOTHING

    @property
    def is_above(self) -> bool:
        """Whether the plan has more than the study found, under rules of its own."""
        return self.points <= -NOTHING


def optimum_of(line: StudyLine) -> Optimum | None:
    """The best over all numbers of sections; None before it is measured, or without any plan.

    Where small big sections are to be as few as possible, among the numbers that can do with as few.
    """
    known = {point["count"]: point for point in line.curve}
    found = None if line.best is None else known.get(line.best)
    if line.best is None or found is None or found["objective"] is None:
        return None
    best, small = found["objective"], found.get("small", 0)
    able = [point for point in line.curve if point.get("least", 0) <= small]
    bound = max(point["bound"] for point in able if point["bound"] is not None)
    return Optimum(line.best, best / POINT, bound / POINT, bound <= best)


def distance_to(line: StudyLine, score: float) -> Distance | None:
    """What a score lacks to the optimum of a line."""
    optimum = optimum_of(line)
    if optimum is None:
        return None
    return Distance(optimum.bound - score, optimum, line.study_id)


def settings_of(plans: Iterable[MergePlan]) -> dict[int, str | None]:
    """By plan, the fingerprint of the settings that it was solved under; the rest of its problem is
    not read.
    """
    found = MergePlan.objects.filter(pk__in=[plan.pk for plan in plans])
    return dict(found.values_list("pk", f"problem__{SETTINGS}"))


def is_comparable(plan: MergePlan, line: StudyLine, mode: str, settings: str | None) -> bool:
    """Whether a plan's score, given under ``settings``, and the line speak of the same thing:
    structure, mode and settings.
    """
    return (
        plan.score is not None
        and plan.mode == mode
        and bool(line.structure_hash)
        and plan.baseline_hash == line.structure_hash
        and settings == line.settings_hash
    )


def distances_of(user: User, plans: Iterable[MergePlan]) -> dict[int, Distance]:
    """By plan, the distance after the newest finished study that speaks of its structure.

    Only studies that the person may see, and plans and lines under the settings that are in force
    today; in as many queries as for one plan.
    """
    now = _in_force([plan for plan in plans if plan.score is not None])
    lines = _newest_lines(user, [plan for plan, _ in now], {p.department_id: s for p, s in now})
    curves = StudyLine.objects.in_bulk(list(lines.values()))
    found: dict[int, Distance] = {}
    for plan, _ in now:
        line = curves.get(lines.get((plan.department_id, plan.baseline_hash, plan.mode), 0))
        distance = None if line is None else distance_to(line, plan.score or 0.0)
        if distance is not None:
            found[plan.pk] = distance
    return found


def _in_force(plans: Sequence[MergePlan]) -> list[tuple[MergePlan, str]]:
    """The plans that were solved under the settings of today, with these."""
    departments = Department.objects.filter(pk__in={plan.department_id for plan in plans})
    now = settings_fingerprints_of(departments)
    solved = settings_of(plans)
    return [
        (plan, now[plan.department_id])
        for plan in plans
        if solved.get(plan.pk) == now[plan.department_id]
    ]


def _newest_lines(
    user: User, plans: Sequence[MergePlan], settings: Mapping[int, str]
) -> dict[tuple[int, str, str], int]:
    """The newest line about each department, structure and mode among those that were measured
    under the ``settings`` of their department; curves are not read for that.
    """
    lines = (
        StudyLine.objects.filter(
            study__finished_at__isnull=False,
            study__region__in=regions_of(user).values("pk"),
            structure_hash__in={plan.baseline_hash for plan in plans},
            settings_hash__in=set(settings.values()),
        )
        .order_by("study__finished_at", "pk")
        .values_list(
            "department_id", "structure_hash", "study__request__mode", "settings_hash", "pk"
        )
    )
    return {
        (department, structure, mode): pk
        for department, structure, mode, measured, pk in lines
        if settings.get(department) == measured
    }
