"""How far plans are from their department's own optimum, on the first page and by the studies."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mergers.models import RegionStudy, StudyLine
from mergers.queries.distances import distance_to, distances_of, optimum_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def line_of(*points: tuple[int, str, int | None, int | None], best: int | None) -> StudyLine:
    """An unsaved line with a curve of (count, status, objective, bound)."""
    names = ("count", "status", "objective", "bound")
    return StudyLine(best=best, curve=[dict(zip(names, point, strict=True)) for point in points])


def test_a_proven_best_has_its_own_score_as_bound() -> None:
    line = line_of(
        (1, "infeasible", None, None),
        (2, "optimal", 70_000_000, 70_000_000),
        (3, "optimal", 60_000_000, 60_000_000),
        best=2,
    )
    optimum = optimum_of(line)
    assert (optimum.count, optimum.score, optimum.bound, optimum.proven) == (2, 70.0, 70.0, True)
    distance = distance_to(line, 68.5)
    assert distance.points == pytest.approx(1.5)
    assert (distance.is_best, distance.is_above) == (False, False)
    assert distance_to(line, 70.0).is_best
    assert distance_to(line, 71.0).is_above


def test_what_is_not_proven_counts_with_its_bound() -> None:
    line = line_of(
        (1, "unknown", None, 75_000_000),
        (2, "feasible", 70_000_000, 72_000_000),
        best=2,
    )
    optimum = optimum_of(line)
    assert (optimum.score, optimum.bound, optimum.proven) == (70.0, 75.0, False)
    assert distance_to(line, 70.0).points == pytest.approx(5.0)


def test_where_small_sections_come_first_a_higher_score_with_more_of_them_is_no_better() -> None:
    line = line_of(
        (1, "optimal", 60_000_000, 60_000_000), (2, "optimal", 70_000_000, 70_000_000), best=1
    )
    line.curve[0] |= {"small": 0, "least": 0}
    line.curve[1] |= {"small": 1, "least": 1}
    optimum = optimum_of(line)
    assert (optimum.count, optimum.score, optimum.proven) == (1, 60, True)


def test_a_line_without_a_plan_has_no_optimum() -> None:
    assert optimum_of(line_of((1, "infeasible", None, None), best=None)) is None
    assert optimum_of(StudyLine()) is None


def test_the_first_page_shows_the_distance_beside_the_plan(
    log_in, officer, plan, study, department
) -> None:
    response = log_in(officer).get("/")
    row = next(r for r in response.context["page"] if r.department == department)
    optimum = optimum_of(study.lines.get(department=department))
    assert row.distance.points == pytest.approx(optimum.score - plan.score)
    assert reverse("region_study", args=[study.pk]) in response.text


def test_the_newest_study_that_speaks_of_the_plans_structure_counts(
    officer, plan, study, department
) -> None:
    known = distances_of(officer, [plan])[plan.pk]
    newer = RegionStudy.objects.create(
        region=study.region,
        title="新",
        request=study.request,
        author=officer,
        created_at=study.created_at,
        finished_at=study.finished_at + timedelta(days=1),
    )
    line = study.lines.get(department=department)
    fields = {"department": department, "sections": 4, "best": 1, "structure_hash": "0" * 64}
    point = {"count": 1, "status": "optimal", "objective": 99_000_000, "bound": 99_000_000}
    other = StudyLine.objects.create(study=newer, curve=[point], **fields)
    assert distances_of(officer, [plan])[plan.pk] == known  # it speaks of another structure
    StudyLine.objects.filter(pk=other.pk).update(structure_hash=line.structure_hash)
    assert distances_of(officer, [plan])[plan.pk] == known  # it was measured under other settings
    StudyLine.objects.filter(pk=other.pk).update(settings_hash=line.settings_hash)
    assert distances_of(officer, [plan])[plan.pk].points == pytest.approx(99.0 - plan.score)
    RegionStudy.objects.filter(pk=newer.pk).update(request={"mode": "group"})
    assert distances_of(officer, [plan])[plan.pk] == known  # of another mode
    RegionStudy.objects.filter(pk=newer.pk).update(request=study.request, finished_at=None)
    assert distances_of(officer, [plan])[plan.pk] == known  # not finished


def test_who_does_not_see_studies_sees_what_the_plan_itself_proves(
    log_in, clerk, outsider, plan, study
) -> None:
    assert distances_of(clerk, [plan]) == {}
    assert distances_of(outsider, [plan]) == {}
    text = log_in(clerk).get("/").text
    assert "最优，已证明" in text
    assert reverse("region_study", args=[study.pk]) not in text


def test_plans_without_a_score_have_no_distance(officer, plan, study) -> None:
    plan.score = None
    assert distances_of(officer, [plan]) == {}
    assert distances_of(officer, []) == {}
