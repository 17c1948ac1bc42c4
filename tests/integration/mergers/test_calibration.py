"""What a similarity is measured against changes by a deliberate step only, and a plan keeps its own."""

import json
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from bigsection.accounts.models import User
from bigsection.audit.models import AuditEvent
from bigsection.errors import Conflict, NotAllowed
from departments import importing
from departments.actions.import_runs import take
from departments.models import Department, Region, RegionCalibration, RuleSet, Section
from mergers.actions import approvals, calibrations, duty_edits
from mergers.models import MergePlan
from mergers.planning import overlap_of
from mergers.planning.calibration_preview import preview
from mergers.planning.overlap import age_of
from tests.factories import DepartmentFactory, DutyFactory, SectionFactory
from tests.integration.mergers.conftest import NOON

pytestmark = [pytest.mark.django_db]


def page_of(region: Region) -> str:
    return reverse("calibration", args=[region.pk])


def seen_in(region: Region) -> str:
    return preview(region, RegionCalibration.objects.in_force(region)).seen


def other_texts(region: Region, text: str = "审核部门预算草案并批复") -> Department:
    """A department in which everybody says the same: it tells nothing any more."""
    other = DepartmentFactory.create(region=region, name="示例市审计局")
    for number in range(6):
        section = SectionFactory.create(department=other, name=f"审计{number}科")
        DutyFactory.create(section=section, text=text)
    return other


def colours(department: Department) -> Any:
    overlap = overlap_of(department, clustered=False)
    return overlap.p50, overlap.p95, overlap.closeness.tolist()


@pytest.mark.both_databases
def test_an_import_shifts_no_neighbour_until_somebody_calibrates_anew(
    region: Region, department: Department, sections: dict[str, Section], officer: User
) -> None:
    first = calibrations.establish(region=region, at=NOON)
    before = colours(department)
    other = other_texts(region)
    assert calibrations.establish(region=region, at=NOON) == first
    assert colours(department) == before
    age = age_of(overlap_of(other))
    assert (age.newer, 0 < age.unknown < age.bigrams) == (6, True)
    found = preview(region, first)
    assert (found.newer, found.sections, found.advised) == (6, 10, True)
    made = calibrations.recalibrate(region=region, seen=found.seen, by=officer, at=NOON)
    assert (made.number, made.made_by, made.departments, made.sections) == (2, officer, 2, 10)
    after = colours(department)
    assert after != before
    assert (100 * after[0], 100 * after[1]) == (found.effect.p50[1], found.effect.p95[1])
    assert preview(region, made).effect.recoloured == 0
    event = AuditEvent.objects.of(made).get()
    assert (event.verb, event.actor, event.changes["number"]) == (
        "calibration.make",
        officer,
        [1, 2],
    )


def test_a_region_is_calibrated_with_its_first_import_and_not_with_the_next(
    region: Region, tmp_path: Any
) -> None:
    def import_sections(*names: str) -> None:
        rows = "".join(f"示例市财政局,{name},{name}的组织实施和{name[:2]}监督\n" for name in names)
        file = tmp_path / "科室.csv"
        file.write_text("部门,科室,职责\n" + rows, encoding="utf-8")
        reading = importing.read(file, file.name)
        comparison = importing.compare(reading, region)
        take(comparison, reading, region, subject=region, by=None, at=NOON)

    import_sections("预算科", "预算审核科", "会计科", "会计考试科")
    [made] = RegionCalibration.objects.all()
    assert (made.number, made.occasion, made.made_by, made.sections) == (1, "first", None, 4)
    import_sections("档案科")
    assert RegionCalibration.objects.get() == made
    Section.objects.update(standing="abolished")  # as after the first import was undone
    import_sections("工业科", "工业运行科", "农业科")
    assert RegionCalibration.objects.in_force(region).sections == 3


@pytest.mark.both_databases
def test_one_that_found_no_scale_gives_way_to_the_first_that_has_one(region: Region) -> None:
    section = SectionFactory.create(department__region=region)
    first = calibrations.establish(region=region, at=NOON)
    assert (first.p50, first.p95) == (0.0, 0.0)
    for text in ("编制年度预算", "审核年度预算", "档案征集"):
        DutyFactory.create(section__department=section.department, text=text)
    second = calibrations.establish(region=region, at=NOON)
    assert (second.number, second.p95 > second.p50) == (2, True)


def test_only_the_calibrations_that_were_compared_are_exchanged(
    region: Region, sections: dict[str, Section], officer: User, clerk: User
) -> None:
    calibrations.establish(region=region, at=NOON)
    other_texts(region)
    seen = seen_in(region)
    with pytest.raises(NotAllowed):
        calibrations.recalibrate(region=region, seen=seen, by=clerk, at=NOON)
    DutyFactory.create(section=sections["会计科"], text="会计信息化")
    with pytest.raises(Conflict):
        calibrations.recalibrate(region=region, seen=seen, by=officer, at=NOON)
    calibrations.recalibrate(region=region, seen=seen_in(region), by=officer, at=NOON)
    with pytest.raises(Conflict):  # nothing to change
        calibrations.recalibrate(region=region, seen=seen_in(region), by=officer, at=NOON)
    assert RegionCalibration.objects.count() == 2


@pytest.mark.both_databases
def test_the_page_shows_what_changes_and_changes_it(
    region: Region, plan: MergePlan, officer: User, log_in: Any
) -> None:
    client = log_in(officer)
    other_texts(region)
    found = client.get(page_of(region)).context["preview"]
    assert sum(one.recoloured for one in found.effect.departments) == found.effect.recoloured > 0
    assert client.post(page_of(region), {"seen": "of another day"}).status_code == 409
    assert client.post(page_of(region), {"seen": found.seen}).status_code == 302
    context = client.get(page_of(region)).context
    assert [(one.number, one.plan_count) for one in context["calibrations"]] == [(2, 0), (1, 1)]
    assert not context["changes"]
    [newest, first] = client.get(reverse("api_calibration", args=[region.pk])).json()
    assert (newest["number"], first["number"], first["plan_count"]) == (2, 1, 1)


def test_who_may_not_calibrate_reads_the_page_without_the_button(
    region: Region, plan: MergePlan, leader: User, clerk: User, log_in: Any
) -> None:
    other_texts(region)
    client = log_in(leader)
    shown = client.get(page_of(region))
    assert (shown.status_code, 'name="seen"' in shown.text) == (200, False)
    sent = {"seen": shown.context["preview"].seen}
    assert client.post(page_of(region), sent).status_code == 403
    assert log_in(clerk).get(page_of(region)).status_code == 404


@pytest.mark.both_databases
def test_the_command_tells_and_does_the_same(
    region: Region, sections: dict[str, Section], capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*options: str) -> dict[str, Any]:
        call_command("calibrate_region", "--region", region.code, "--format", "json", *options)
        said: dict[str, Any] = json.loads(capsys.readouterr().out)
        return said

    assert run("--dry-run")["number"] is None
    assert run()["number"] == 1
    other_texts(region)
    told = run("--dry-run")
    assert (told["number"], told["newer"], told["sections"]) == (1, 6, 10)
    assert run()["number"] == 2
    assert run()["number"] == 2  # nothing to change


def shown_of(client: Any, plan: MergePlan) -> dict[str, Any]:
    """What the pages of a plan say of its similarities."""
    facts = client.get(reverse("plan_detail", args=[plan.pk])).context["facts"]
    tab = client.get(reverse("plan_detail", args=[plan.pk]), {"tab": "evidence"}).context
    rules = client.get(reverse("plan_detail", args=[plan.pk]), {"tab": "rules"}).context
    pairs = [row.pair for merge in tab["merges"] for row in merge.rows]
    pages = [reverse("plan_pair", args=[plan.pk, pair.a.pk, pair.b.pk]) for pair in pairs]
    return {
        "reasons": [(big.name, big.reason) for big in facts.big_sections],
        "rows": [merge.rows for merge in tab["merges"]],
        "scale": (tab["p50"], tab["p95"]),
        "pairs": [client.get(page).context["pair"] for page in pages],
        "calibration": client.get(pages[0]).context["plan"].calibration,
        "rules": {name: rules[name] for name in ("rules", "posts_rule", "rule_source")},
    }


@pytest.mark.parametrize("edited", [False, True], ids=["as solved", "a duty moved by hand"])
def test_what_a_submitted_plan_shows_never_changes_and_adds_up(
    region: Region,
    plan: MergePlan,
    sections: dict[str, Section],
    clerk: User,
    leader: User,
    officer: User,
    log_in: Any,
    edited: bool,
) -> None:
    if edited:
        merged = plan.placements.get(section=sections["预算科"]).big_section
        other = plan.big_sections.exclude(pk=merged.pk)[0]
        duty = sections["预算科"].duties.first()
        duty_edits.move_duties(plan=plan, duties=[duty], to=other, by=clerk, at=NOON)
    approvals.submit(plan=plan, by=clerk, at=NOON)
    client = log_in(leader)
    before = shown_of(client, plan)
    [[row]] = before["rows"]
    [pair] = before["pairs"]
    points = sum(phrase.points for phrase in pair.phrases)
    assert row.measured_since is None
    assert points == pytest.approx(pair.points) == pytest.approx(row.points, abs=0.051)

    other_texts(region)
    RuleSet.objects.create(region=region, name="新标准", posts_rule=[[2, 1], [None, 4]])
    assert shown_of(client, plan) == before
    calibrations.recalibrate(region=region, seen=seen_in(region), by=officer, at=NOON)
    assert shown_of(client, plan) == before
    approvals.approve(plan=plan, by=leader, at=NOON)
    assert shown_of(client, plan) == before
    calibrations.recalibrate(region=region, seen=seen_in(region), by=officer, at=NOON)
    assert shown_of(client, plan) == before
    newer = client.get(reverse("plan_detail", args=[plan.pk]))
    assert newer.context["plan"].newest_calibration == 3
    assert "地区现在用第 3 次校准" in newer.text
    assert client.get(reverse("api_plan_detail", args=[plan.pk])).json()["calibration"] == 1
