"""What the page of a region study shows: a row per department, the figures above, the curve."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from departments.models import Department
from mergers.models import MergePlan, PlanStatus, RegionStudy, StudyLine
from mergers.planning.settings_fingerprint import settings_fingerprints_of
from mergers.presenting.curves import Spark, Value, spark, sum_curve
from mergers.queries.distances import (
    POINT,
    Distance,
    Optimum,
    distance_to,
    is_comparable,
    optimum_of,
    settings_of,
)
from mergers.queries.overview import counting_plans
from mergers.queries.plans import LARGE


@dataclass(frozen=True, slots=True)
class StudyRow:
    """One department. Scores are None before it is measured, or where no plan is possible.

    ``distance`` is that of ``plan`` where the study speaks of the plan's structure and mode, else
    of the sections as they are. ``moved`` says that the structure has changed since, ``rejudged``
    that the settings have (phrase list, rule set or links): then nothing is proven any more.
    """

    line: StudyLine
    today: float | None
    allotted: float | None
    optimum: Optimum | None
    plan: MergePlan | None
    compared: bool
    distance: Distance | None
    moved: bool
    rejudged: bool
    spark: Spark | None

    @property
    def stale(self) -> bool:
        """Whether the study speaks of another structure or other settings than today's."""
        return self.moved or self.rejudged

    @property
    def unproven(self) -> int:
        """For how many numbers of sections the best plan is not proven, as the settings are now."""
        return 0 if self.stale or not self.line.is_judged else len(self._open)

    @property
    def gap(self) -> float | None:
        """Points by which a plan for one of them may be better, at most; None without a plan."""
        if not self._open or any(point["objective"] is None for point in self._open):
            return None
        gaps: list[float] = [
            max(0, point["bound"] - point["objective"]) / POINT for point in self._open
        ]
        return max(gaps)

    @property
    def _open(self) -> list[dict[str, Any]]:
        return [p for p in self.line.curve if p["status"] not in ("optimal", "infeasible")]

    @property
    def measured(self) -> bool:
        """Whether the department has been solved."""
        return bool(self.line.curve)

    @property
    def gone(self) -> bool:
        """Whether it had no sections any more when it was its turn."""
        return not self.line.sections

    @property
    def wants_plan(self) -> bool:
        """Whether a draft by its share makes sense: fewer sections, and none on the way."""
        count, plan = self.line.count, self.line.plan
        if self.stale or count is None or count >= self.line.sections:
            return False
        if self.plan is not None and self.plan.status == PlanStatus.SUBMITTED:
            return False
        made = plan is not None and plan.status != PlanStatus.WITHDRAWN
        return not (made and plan is not None and plan.sections_after == count)


@dataclass(frozen=True, slots=True)
class StudyFigures:
    """Sums over the departments of a study; scores are means over those that are measured."""

    departments: int
    measured: int
    sections: int
    total: int | None
    today: float | None
    allotted: float | None
    best: float | None
    best_total: int | None
    proven: int
    unproven: int
    smaller: int
    seconds: float


def rows_of(study: RegionStudy, *, fresh: bool) -> list[StudyRow]:
    """The rows in the order of the study. ``fresh`` also looks for what has changed."""
    unread = [f"plan__{name}" for name in LARGE]
    lines = list(study.lines.select_related("department", "plan").defer(*unread))
    chosen = Department.objects.filter(pk__in=[line.department_id for line in lines])
    counting = {plan.department_id: plan for plan in counting_plans(chosen).defer(*LARGE)}
    settings = settings_of(counting.values())
    rejudged = _rejudged(study, lines) if fresh else set()
    values = {line.pk: values_of(line) for line in lines}
    scores = [score for found in values.values() for _, score in found]
    scale = (min(scores), max(scores)) if scores else (0.0, 100.0)
    mode = study.request.get("mode", "")
    return [
        _row(
            line,
            counting.get(line.department_id),
            settings,
            values[line.pk],
            scale,
            mode,
            moved=fresh and bool(line.outdated),
            rejudged=line.pk in rejudged,
        )
        for line in lines
    ]


def _rejudged(study: RegionStudy, lines: Sequence[StudyLine]) -> set[int]:
    """The lines whose settings have changed since they were measured."""
    measured = [line for line in lines if line.curve]
    departments = [line.department for line in measured]
    now = settings_fingerprints_of(departments, study.request.get("weights"))
    return {one.pk for one in measured if now[one.department_id] != one.settings_hash}


def _row(
    line: StudyLine,
    plan: MergePlan | None,
    settings: Mapping[int, str | None],
    values: Sequence[Value],
    scale: tuple[float, float],
    mode: str,
    *,
    moved: bool,
    rejudged: bool,
) -> StudyRow:
    today = None if line.today is None else line.today / POINT
    compared = plan is not None and is_comparable(plan, line, mode, settings.get(plan.pk))
    score = plan.score if plan is not None and compared else today
    return StudyRow(
        line=line,
        today=today,
        allotted=dict(values).get(line.count) if line.count is not None else None,
        optimum=optimum_of(line),
        plan=plan,
        compared=compared,
        distance=None if score is None or rejudged else distance_to(line, score),
        moved=moved,
        rejudged=rejudged,
        spark=spark(values, line.sections, scale, line.count, line.best) if values else None,
    )


def values_of(line: StudyLine) -> list[Value]:
    """The score for every number of sections that has a plan, in rising order."""
    return [
        (point["count"], point["objective"] / POINT)
        for point in line.curve
        if point["objective"] is not None
    ]


def figures_of(study: RegionStudy, rows: Sequence[StudyRow]) -> StudyFigures:
    """The sums over all rows."""
    measured = [row for row in rows if row.measured]
    totals = totals_of(study, rows)
    shares = [row.line.count for row in rows if row.line.count is not None]
    return StudyFigures(
        departments=len(rows),
        measured=sum(row.measured or row.gone for row in rows),
        sections=sum(row.line.sections for row in rows),
        total=sum(shares) if shares else None,
        today=_mean([row.today for row in measured]),
        allotted=_mean([row.allotted for row in measured]) if shares else None,
        best=_mean([row.optimum.score if row.optimum else None for row in measured]),
        best_total=max(totals, key=lambda value: (value[1], -value[0]))[0] if totals else None,
        proven=sum(row.line.complete and row.line.is_judged and not row.stale for row in measured),
        unproven=sum(row.unproven > 0 for row in measured),
        smaller=sum((row.line.count or 0) < row.line.sections for row in rows if row.line.count),
        seconds=sum(row.line.seconds or 0.0 for row in rows),
    )


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def totals_of(study: RegionStudy, rows: Sequence[StudyRow]) -> list[Value]:
    """The best mean score for every total that the limits leave room for."""
    taking_part = sum(not row.gone for row in rows)
    return [
        (total, objective / POINT / taking_part)
        for total, objective in study.outcome.get("totals", ())
    ]


def curve_of(totals: Sequence[Value], figures: StudyFigures) -> str:
    """The curve of sums as SVG, with the chosen total, the best and today's marked."""
    today = None if figures.today is None else (figures.sections, figures.today)
    return sum_curve(totals, figures.total, today)


SORT_KEYS: dict[str, Callable[[StudyRow], Any]] = {
    "name": lambda row: row.line.department.name,
    "sections": lambda row: row.line.sections,
    "count": lambda row: row.line.count,
    "today": lambda row: row.today,
    "score": lambda row: row.allotted,
    "best": lambda row: row.optimum.score if row.optimum else None,
    "distance": lambda row: row.distance.points if row.distance else None,
}
