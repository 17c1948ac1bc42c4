"""Plans of the version that stored the sections of a plan twice, carried over by the migration.

The file was written by that version: its rows, and what it said of every plan.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps.registry import Apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor

from mergers.actions import answers, approvals
from mergers.domain.snapshot import changed_since, freeze, hash_of
from mergers.models import MergePlan, PlanAnswer, StudyLine
from mergers.planning import plan_facts
from mergers.planning.solving import problem_object_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

FILE = Path(__file__).parents[2] / "data" / "plans" / "over_two_shapes.json"
TWICE = [("mergers", "0005_study_lines_know_their_settings")]


def migrate(state: list[tuple[str, str]]) -> Apps:
    executor = MigrationExecutor(connection)
    executor.migrate(state)
    return MigrationExecutor(connection).loader.project_state(state).apps


def write(apps: Apps, rows: list[dict[str, Any]]) -> None:
    """The rows as they are in the file, parents before children."""
    for row in rows:
        model = apps.get_model(row["model"])
        plain: dict[str, Any] = {}
        several: dict[str, list[int]] = {}
        for name, value in row["fields"].items():
            field = model._meta.get_field(name)
            if isinstance(field, models.ManyToManyField):
                several[name] = value
            else:
                plain[field.attname] = field.to_python(value) if not field.is_relation else value
        made = model._base_manager.create(pk=row["pk"], **plain)
        for name, keys in several.items():
            getattr(made, name).set(keys)
    written = [apps.get_model(name) for name in {row["model"] for row in rows}]
    for statement in connection.ops.sequence_reset_sql(no_style(), written):
        connection.cursor().execute(statement)


@pytest.fixture
def lacking() -> tuple[str, ...]:
    """What the sections of the stored baselines do not have."""
    return ()


@pytest.fixture
def before(transactional_db: None, lacking: tuple[str, ...]) -> Any:
    """What the older version said, with its rows in the database of this one."""
    content = json.loads(FILE.read_text("utf-8"))
    for row in content["rows"]:
        for section in row["fields"].get("baseline", {}).get("sections", ()):
            for name in lacking:
                del section[name]
    apps = migrate(TWICE)
    write(apps, content["rows"])
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes("mergers")
    migrate(newest)
    yield content
    migrate(newest)


@pytest.fixture
def said_of(before: Any) -> Callable[[MergePlan], dict[str, Any]]:
    return lambda plan: before["plans"][str(plan.pk)]


def test_a_plan_answers_the_same_problem_from_one_snapshot(
    said_of: Callable[[MergePlan], dict[str, Any]],
) -> None:
    for plan in MergePlan.objects.all():
        assert "sections" not in plan.problem
        assert hash_of(problem_object_of(plan)) == said_of(plan)["problem"]


def test_its_page_says_what_it_said(said_of: Callable[[MergePlan], dict[str, Any]]) -> None:
    for plan in MergePlan.objects.all():
        facts, then = plan_facts(plan), said_of(plan)
        assert facts.score == pytest.approx(then["score"])
        assert facts.today_score == pytest.approx(then["today"])
        known = {one.name: one.value for one in facts.parts if one.value is not None}
        assert known == pytest.approx({name: then["parts"][name] for name in known})
        assert [big.name for big in facts.big_sections] == then["names"]
        assert list(facts.faults) == then["faults"]
        members = [one for big in facts.big_sections for one in big.members]
        assert {
            str(one.pk): [one.people, one.quota, one.load_hours, one.posts] for one in members
        } == then["members"]


def test_what_was_not_known_of_it_is_no_longer_told_as_a_figure(before: Any) -> None:
    plans = MergePlan.objects.order_by("pk")
    assert [plan.not_assessed for plan in plans] == [[]] * 4 + [["balance"], [], ["balance"]]
    for plan in plans:
        facts = plan_facts(plan)
        unknown = [part.name for part in facts.parts if part.value is None]
        assert unknown == plan.not_assessed
        assert facts.unfounded == pytest.approx(25 * len(unknown))


def test_what_was_decided_upon_keeps_its_name_and_nothing_seems_to_have_changed(
    said_of: Callable[[MergePlan], dict[str, Any]],
) -> None:
    for plan in MergePlan.objects.all():
        assert approvals.content_hash(plan) == said_of(plan)["content"]
        assert changed_since(plan) == said_of(plan)["changed"]


@pytest.mark.parametrize("lacking", [("items", "people")], ids=["version 0.1.0"])
def test_nothing_seems_to_have_changed_since_versions_that_froze_neither_items_nor_people(
    said_of: Callable[[MergePlan], dict[str, Any]],
) -> None:
    plans = MergePlan.objects.filter(status__in=("draft", "submitted", "returned"))
    assert plans.exists()
    for plan in plans:
        assert changed_since(plan) == said_of(plan)["changed"]


def test_a_submitted_plan_can_be_approved(before: Any, django_user_model: Any) -> None:
    plan = MergePlan.objects.get(status="submitted")
    leader = django_user_model.objects.get(username="leader")
    approvals.approve(plan=plan, by=leader, at=plan.created_at)
    assert plan.department.sections.standing().count() == plan.sections_after


def test_answers_and_study_lines_still_speak_of_it(before: Any) -> None:
    for pk, name, key in before["answers"]:
        asked = answers.inquiry(MergePlan.objects.get(pk=pk), name, {})
        assert asked.key == key
        assert PlanAnswer.objects.filter(plan=pk, question=name, key=key).exists()
    for line in StudyLine.objects.exclude(plan=None):
        assert line.structure_hash == before["lines"][str(line.pk)]
    own = StudyLine.objects.filter(department__plans__status="draft").distinct()
    assert {freeze(line.department).hash == line.structure_hash for line in own} == {True}


def test_every_certificate_still_verifies(before: Any, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_plan", "--stored")
    assert "7 certificates checked, 0 refused" in capsys.readouterr().out


def test_the_way_back_gives_the_rows_of_before(before: Any) -> None:
    apps = migrate(TWICE)
    stored = {
        row["pk"]: row["fields"] for row in before["rows"] if row["model"] == "mergers.mergeplan"
    }
    for plan in apps.get_model("mergers", "MergePlan").objects.all():
        assert plan.problem == stored[plan.pk]["problem"]
        assert plan.baseline == stored[plan.pk]["baseline"]
