"""职责去向 and 变化: where every duty lands, why a plan cannot be submitted, and the way back."""

from dataclasses import replace

import pytest
from django.urls import reverse

from departments.models import Section
from mergers.actions import approvals, duty_edits, edits
from mergers.domain.arrangement import read
from mergers.models import DutyRuling
from tests.factories import DepartmentFactory, DutyFactory, SectionFactory
from tests.integration.mergers.conftest import NOON, seen


def url(plan) -> str:
    return reverse("plan_detail", args=[plan.pk])


def home(plan, section):
    return plan.placements.get(section=section).big_section


def duties_tab(client, plan, show="all"):
    return client.get(url(plan), {"tab": "duties", "show": show})


@pytest.fixture
def abolished(plan, sections, clerk):
    """会计科 is abolished; nobody has said yet what becomes of its duties."""
    to = home(plan, sections["预算科"])
    section = sections["会计科"]
    edits.abolish_section(
        plan=plan, section=section, people_to=to, reason="职能已取消", by=clerk, at=NOON
    )
    return section


def test_every_duty_stands_under_its_section(log_in, clerk, plan, sections):
    response = duties_tab(log_in(clerk), plan)
    assert "8 项职责：8 随科室，0 划转，0 终止，0 未落实" in response.text
    assert "每项都有去处" in response.text
    for group in response.context["groups"]:
        section = Section.objects.get(pk=group.verdict.pk)
        shown = [row.destination.text for row in group.rows]
        assert shown == [duty.text for duty in section.duties.all()]
    assert [group.verdict.verdict for group in response.context["groups"]].count("整合") == 2


@pytest.mark.parametrize(("show", "number"), [("all", 8), ("nowhere", 2), ("moved", 0)])
def test_the_filter_narrows(log_in, clerk, plan, abolished, show, number):
    groups = duties_tab(log_in(clerk), plan, show).context["groups"]
    assert sum(len(group.rows) for group in groups) == number


def test_an_unknown_filter_shows_everything(log_in, clerk, plan):
    assert duties_tab(log_in(clerk), plan, "nonsense").context["show"] == "all"


def test_nothing_passes_the_filter_and_the_page_says_so(log_in, clerk, plan):
    assert "没有这样的职责" in duties_tab(log_in(clerk), plan, "ended").text


def test_a_plan_with_faults_says_why_instead_of_submitting(log_in, clerk, plan, abolished):
    client = log_in(clerk)
    for tab in ("overview", "duties"):
        text = client.get(url(plan), {"tab": tab}).text
        assert "还不能提交" in text
        assert "有 2 项职责没有去向" in text
        assert "?tab=duties&amp;show=nowhere" in text
        assert reverse("plan_submit", args=[plan.pk]) not in text
    response = client.post(reverse("plan_submit", args=[plan.pk]), seen(plan))
    assert response.status_code == 422
    assert "没有去向" in response.text


def test_the_faults_go_once_every_duty_has_a_place(log_in, clerk, plan, abolished, sections):
    client = log_in(clerk)
    first, second = abolished.duties.all()
    form = {"do": "move", "duty": [first.pk], "to": home(plan, sections["预算科"]).pk}
    client.post(reverse("plan_edit_duties", args=[plan.pk]), form)
    form = {"do": "end", "duty": [second.pk], "end_reason": "依据已废止"}
    client.post(reverse("plan_edit_duties", args=[plan.pk]), form | {"tab": "duties"})
    text = duties_tab(client, plan).text
    assert "8 项职责：6 随科室，1 划转，1 终止，0 未落实" in text
    assert "还不能提交" not in text
    client.post(reverse("plan_submit", args=[plan.pk]), {"reason": "按实际需要"} | seen(plan))
    plan.refresh_from_db()
    assert plan.status == "submitted"


def test_an_edit_stays_on_the_filter_it_was_made_from(log_in, clerk, plan, abolished, htmx):
    client = log_in(clerk)
    form = {"do": "end", "duty": [abolished.duties.first().pk], "end_reason": "依据已废止"}
    form |= {"tab": "duties", "show": "nowhere"}
    address = reverse("plan_edit_duties", args=[plan.pk])
    response = client.post(address, form, headers=htmx)
    assert response.context["show"] == "nowhere"
    undone = client.post(reverse("plan_edit_undo", args=[plan.pk]), {"tab": "duties"})
    assert "show" not in undone["Location"]
    assert "show=nowhere" in client.post(address, form)["Location"]


def test_leaders_read_verdicts_and_landings_and_can_change_nothing(
    log_in, leader, clerk, plan, sections
):
    duty = sections["预算科"].duties.first()
    duty_edits.end_duties(plan=plan, duties=[duty], reason="依据已废止", by=clerk, at=NOON)
    approvals.submit(plan=plan, by=clerk, at=NOON)
    client = log_in(leader)
    text = duties_tab(client, plan).text
    assert "依据已废止" in text
    assert "整合" in text
    assert "1 终止" in text  # in the panel where the leader decides, too
    for tab in ("overview", "duties", "changes"):
        text = client.get(url(plan), {"tab": tab}).text
        assert "/edit/" not in text
        assert 'type="checkbox"' not in text


def test_a_submitted_plan_tells_its_author_why_nothing_can_be_changed(log_in, clerk, plan):
    approvals.submit(plan=plan, by=clerk, at=NOON)
    for tab in ("overview", "duties", "changes"):
        response = log_in(clerk).get(url(plan), {"tab": tab})
        text = response.text
        assert not response.context["may_edit"]
        assert "/edit/" not in text


class TestWayBack:
    """变化: every edit has a line with 还原, and that brings the plan back as it was made."""

    @pytest.fixture
    def done(self, plan, sections, clerk):
        """Does one edit by name."""
        budget, accounts, office = (sections[name] for name in ("预算科", "会计科", "办公室"))
        merged, other = home(plan, budget), home(plan, accounts)
        duty = budget.duties.first()
        who = {"plan": plan, "by": clerk, "at": NOON}

        def do(edit: str) -> None:
            {
                "move": lambda: edits.move_section(section=budget, to=other, **who),
                "join": lambda: edits.move_section(section=office, to=merged, **who),
                "bench": lambda: edits.move_section(section=budget, to=None, **who),
                "alone": lambda: edits.found_big_section(name="", section=budget, **who),
                "found": lambda: edits.found_big_section(name="绩效管理科", **who),
                "mode": lambda: edits.set_mode(big_section=merged, mode="group", **who),
                "name": lambda: edits.rename_big_section(
                    big_section=merged, name="预算管理科", **who
                ),
                "abolish": lambda: edits.abolish_section(
                    section=budget, people_to=other, reason="职能已取消", **who
                ),
                "duty": lambda: duty_edits.move_duties(duties=[duty], to=other, **who),
                "end": lambda: duty_edits.end_duties(duties=[duty], reason="依据已废止", **who),
                "people": lambda: duty_edits.move_people(section=budget, to=other, people=1, **who),
            }[edit]()

        return do

    @pytest.mark.parametrize(
        "edit",
        [
            "move",
            "join",
            "bench",
            "alone",
            "found",
            "mode",
            "name",
            "abolish",
            "duty",
            "end",
            "people",
        ],
    )
    @pytest.mark.both_databases
    def test_a_single_edit_goes_back(self, log_in, clerk, plan, done, edit):
        client = log_in(clerk)
        made, score = shape(plan), plan.score
        done(edit)
        assert shape(plan) != made
        for _ in range(3):
            lines = client.get(url(plan), {"tab": "changes"}).context["by_hand"]
            if not lines:
                break
            line = next(line for line in lines if line.edit)
            fields = dict(line.fields)
            keys = [plan.pk] + ([fields["big_section"]] if "rename" in line.edit else [])
            assert client.post(reverse(line.edit, args=keys), fields).status_code == 302, line
        assert shape(plan) == made
        plan.refresh_from_db()
        assert plan.score == score

    def test_the_line_has_a_button_only_while_the_plan_can_be_edited(
        self, log_in, clerk, plan, done
    ):
        client = log_in(clerk)
        done("mode")
        assert "还原：" in client.get(url(plan), {"tab": "changes"}).text
        approvals.submit(plan=plan, by=clerk, at=NOON)
        text = client.get(url(plan), {"tab": "changes"}).text
        assert "手工调整" in text
        assert "还原：" not in text


def shape(plan) -> object:
    """The arrangement without keys, positions and the reasons of what was taken back."""
    now = read(plan)
    return (
        {(big.name, big.mode, frozenset(now.members(big.pk))) for big in now.planned_sections},
        {(place.section, place.abolished) for place in now.places},
        {replace(move, big=None) for move in now.transfers},
        {
            (people_transfer.section, people_transfer.people)
            for people_transfer in now.people_transfers
        },
    )


class TestRulings:
    """编办裁定划出的职责."""

    @pytest.fixture
    def ruling(self, department, sections, officer) -> DutyRuling:
        """预算科's first duty goes to the audit office."""
        elsewhere = DepartmentFactory.create(region=department.region, name="示例市审计局")
        receiver = SectionFactory.create(department=elsewhere, name="财政审计科")
        theirs = DutyFactory.create(section=receiver, text="审核部门预算草案")
        ours = sections["预算科"].duties.first()
        return DutyRuling.objects.create(
            region=department.region,
            pair_hash="0" * 64,
            department_a=department,
            department_b=elsewhere,
            duty_a=ours,
            duty_b=theirs,
            text_a=ours.text,
            text_b=theirs.text,
            similarity=0.8,
            verdict="transfer",
            giving="a",
            receiver=receiver,
            boundary="草案由审计局统一审核",
            document_number="示编办〔2026〕7号",
            by=officer,
            at=NOON,
        )

    def test_it_is_offered_with_boundary_and_number(self, log_in, clerk, plan, ruling):
        text = duties_tab(log_in(clerk), plan).text
        for words in (
            "草案由审计局统一审核",
            "示编办〔2026〕7号",
            "示例市审计局 · 财政审计科",
            "列入方案",
        ):
            assert words in text

    def test_into_the_plan_and_out_again(self, log_in, clerk, plan, ruling):
        client = log_in(clerk)
        address = reverse("plan_edit_ruling", args=[plan.pk])
        client.post(address, {"ruling": ruling.pk, "do": "apply"})
        text = duties_tab(client, plan).text
        assert "1 划转（其中 1 项到其他部门）" in text
        assert "移出方案" in text
        client.post(address, {"ruling": ruling.pk, "do": "drop"})
        assert "8 随科室" in duties_tab(client, plan).text

    def test_it_holds_by_its_text_when_the_duty_was_imported_anew(
        self, log_in, clerk, plan, ruling
    ):
        ruling.duty_a = None
        ruling.save()
        assert "示编办〔2026〕7号" in duties_tab(log_in(clerk), plan).text

    def test_one_that_is_carried_out_or_of_others_is_not_offered(self, log_in, clerk, plan, ruling):
        ruling.giving, ruling.receiver = "b", Section.objects.get(name="预算科")
        ruling.save()
        assert not duties_tab(log_in(clerk), plan).context["offers"]
        ruling.giving, ruling.executed_at = "a", NOON
        ruling.save()
        assert not duties_tab(log_in(clerk), plan).context["offers"]

    @pytest.mark.both_databases
    def test_a_ruling_of_another_region_is_refused(self, log_in, clerk, plan, ruling, outsider):
        ruling.region = outsider.memberships.get().region
        ruling.save()
        form = {"ruling": ruling.pk, "do": "apply"}
        address = reverse("plan_edit_ruling", args=[plan.pk])
        assert log_in(clerk).post(address, form).status_code == 422


def test_people_who_go_along_without_a_name_are_told_before_and_after(
    log_in, clerk, leader, plan, sections
):
    section, to = sections["会计科"], home(plan, sections["预算科"])
    who = {"by": clerk, "at": NOON}
    duty_edits.move_duties(plan=plan, duties=[section.duties.first()], to=to, **who)
    person = section.staff.first()
    duty_edits.move_people(plan=plan, section=section, to=to, people=1, staff=[person], **who)
    words = "随转人员尚有 1 人未指定姓名"
    assert words not in duties_tab(log_in(clerk), plan).text
    duty_edits.move_people(plan=plan, section=section, to=to, people=1, **who)
    assert words in duties_tab(log_in(clerk), plan).text
    approvals.submit(plan=plan, **who)
    client = log_in(leader)
    assert words in client.get(url(plan)).text
    done = client.post(reverse("plan_approve", args=[plan.pk]), seen(plan), follow=True)
    assert words in done.text
    page = client.get(reverse("section_detail", args=[section.pk])).text
    assert "名册多 1 人" in page
