"""业务往来: links between sections, what they do to similarity, matrix, plan and evidence."""

import io
import itertools

import openpyxl
import pytest
from django.urls import reverse

from departments.actions import section_links as actions
from departments.models import RegionCalibration, RuleSet, Section, SectionLink
from mergers.actions import calibrations, plans
from mergers.domain.arrangement import read
from mergers.domain.snapshot import freeze
from mergers.models import MergePlan
from mergers.planning import PlanRequest, overlap_of, pair_evidence, problem_of
from mergers.planning.evidences import evidence_of
from tests.factories import DepartmentFactory, SectionFactory
from tests.integration.mergers.conftest import NOON
from tests.pages import is_empty, press


def url(department) -> str:
    return reverse("section_links", args=[department.pk])


@pytest.fixture
def link(department, sections) -> SectionLink:
    a, b = sorted((sections["会计科"], sections["办公室"]), key=lambda section: section.pk)
    return SectionLink.objects.create(
        department=department, a=a, b=b, strength=0.8, note="报销单据移交"
    )


def points(department, a: Section, b: Section) -> tuple[float, float]:
    """The similarity of the texts and with all that is mixed in."""
    overlap = overlap_of(department)
    place = {section.pk: row for row, section in enumerate(overlap.sections)}
    i, j = place[a.pk], place[b.pk]
    return float(overlap.text[i, j]), float(overlap.similarity[i, j])


def test_the_table_says_what_every_link_does(log_in, clerk, department, link):
    response = log_in(clerk).get(url(department))
    [row] = response.context["effects"].rows
    text, blended = points(department, link.a, link.b)
    assert (row.text, row.blended) == (100 * text, 100 * blended)
    assert blended == pytest.approx(0.7 * text + 0.3 * 0.8)
    for words in ("报销单据移交", "主要", "80", f"{100 * blended:.1f}"):
        assert words in response.text


def test_a_link_raises_its_own_pair_and_leaves_every_other_closeness(department, sections):
    before = overlap_of(department, clustered=False)
    a, b = sections["会计科"], sections["办公室"]
    SectionLink.objects.create(department=department, a=a, b=b, strength=0.5)
    after = overlap_of(department, clustered=False)
    place = {section.pk: row for row, section in enumerate(after.sections)}
    i, j = place[a.pk], place[b.pk]
    assert after.closeness[i, j] > before.closeness[i, j]
    rest = [(x, y) for x in range(4) for y in range(x) if {x, y} != {i, j}]
    for x, y in rest:
        assert after.closeness[x, y] == pytest.approx(before.closeness[x, y], abs=1e-12)


def test_another_department_is_not_touched(region, department, link):
    other = DepartmentFactory.create(region=region)
    for name in ("人事科", "预算管理科"):
        SectionFactory.create(department=other, name=name)
    overlap = overlap_of(other)
    assert (overlap.similarity == overlap.text).all()
    assert overlap.similarity_blend.weight == 0


def test_the_weight_is_that_of_the_region(region, department, link):
    RuleSet.objects.create(region=region, link_weight=1.0)
    assert points(department, link.a, link.b)[1] == pytest.approx(0.8)
    RuleSet.objects.update(link_weight=0.0)
    text, blended = points(department, link.a, link.b)
    assert blended == text


def test_the_plan_is_made_of_the_blended_similarity_and_keeps_its_links(
    department, sections, link, clerk
):
    SectionLink.objects.filter(pk=link.pk).update(strength=1.0)
    request = PlanRequest(count=3, weights={"overlap": 1.0})
    problem = problem_of(department, request, freeze(department))
    ids = [item["id"] for item in problem["sections"]]
    i, j = ids.index(str(link.a_id)), ids.index(str(link.b_id))
    assert problem["overlap"][i][j] == points(department, link.a, link.b)[1]
    plan = plans.propose(department=department, request=request, by=clerk, at=NOON)[0]
    SectionLink.objects.all().delete()
    [evidence] = evidence_of(plan, read(plan), [(link.b_id, link.a_id)])
    assert evidence.similarity == pytest.approx(plan.problem["overlap"][i][j], abs=1e-12)
    assert evidence.link_share == pytest.approx(0.3)


def test_the_parts_of_every_pair_add_up_to_its_similarity(department, sections, link):
    overlap = overlap_of(department, clustered=False)
    for i, a in enumerate(overlap.sections):
        for j, b in enumerate(overlap.sections[:i]):
            evidence = pair_evidence(department, a, b)
            shares = sum(phrase.share for phrase in evidence.shared_phrases)
            whole = shares + evidence.hub_share + evidence.link_share
            assert evidence.similarity == overlap.similarity[i, j]
            assert whole == pytest.approx(overlap.similarity[i, j], abs=1e-12)


def test_the_page_of_a_pair_shows_text_and_link_adding_up(log_in, clerk, department, link):
    address = reverse("overlap_pair", args=[department.pk, link.a_id, link.b_id])
    response = log_in(clerk).get(address)
    shown = response.context["pair"]
    [part] = shown.others
    assert (part.kind, part.points) == ("link", 24.0)
    assert round(shown.text_points + part.points, 1) == shown.points
    assert "报销单据移交" in response.text
    assert "按 70" in response.text


def test_a_pair_without_a_link_leads_to_the_form_with_both_chosen(
    log_in, clerk, department, sections
):
    a, b = sections["预算科"], sections["会计科"]
    client = log_in(clerk)
    page = client.get(reverse("overlap_pair", args=[department.pk, a.pk, b.pk])).text
    assert f"{url(department)}?a={a.pk}&amp;b={b.pk}" in page
    form = client.get(url(department), {"a": a.pk, "b": b.pk}).text
    assert f'<option value="{a.pk}" selected>' in form


def test_the_matrix_tells_of_links_and_leads_to_them(log_in, clerk, department, link):
    text = log_in(clerk).get(reverse("overlap_matrix", args=[department.pk])).text
    assert "已计入 1 条业务往来" in text
    assert f'href="{url(department)}"' in text


def test_the_plan_page_shows_the_link_among_the_evidence(log_in, clerk, department, link):
    request = PlanRequest(count=3, must_together=((link.a_id, link.b_id),))
    plan = plans.propose(department=department, request=request, by=clerk, at=NOON)[0]
    client = log_in(clerk)
    page = client.get(reverse("plan_detail", args=[plan.pk]), {"tab": "evidence"})
    [row] = page.context["merges"][0].rows
    shown = [phrase.points for phrase in row.main] + [row.rest_points]
    assert row.measured_since is None
    assert sum(shown) + row.others[0].points == pytest.approx(row.points, abs=0.051)
    assert "业务往来" in page.text
    pair = client.get(reverse("plan_pair", args=[plan.pk, link.a_id, link.b_id]))
    assert "报销单据移交" in pair.text


def test_a_plan_from_before_calibrations_says_when_its_words_add_up_to_something_else(
    log_in, clerk, department, sections
):
    plan = plans.propose(department=department, request=PlanRequest(count=3), by=clerk, at=NOON)[0]
    MergePlan.objects.update(calibration=None)
    RegionCalibration.objects.all().delete()
    other = SectionFactory.create(department=department, name="预算绩效科")
    other.duties.create(text="审核部门预算草案并批复，编制年度预算")
    calibrations.establish(region=department.region, at=NOON)
    page = log_in(clerk).get(reverse("plan_detail", args=[plan.pk]), {"tab": "evidence"})
    [row] = page.context["merges"][0].rows
    assert row.measured_since is not None
    assert f"各项合计 {row.measured_since:.1f}" in page.text


def new(sections, **changes) -> dict[str, str]:
    pair = {"a": str(sections["会计科"].pk), "b": str(sections["办公室"].pk)}
    return {**pair, "percent": "50", "note": "报销单据", **changes}


def test_a_link_is_added(log_in, clerk, department, sections):
    response = log_in(clerk).post(url(department), new(sections))
    assert response.status_code == 302
    link = SectionLink.objects.get()
    assert (link.strength, link.note) == (0.5, "报销单据")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"percent": "0"}, "强度要大于 0"),
        ({"percent": "101"}, "不超过 100"),
        ({"percent": "很多"}, "1 到 100"),
        ({"percent": "nan"}, "1 到 100"),
        ({"a": ""}, "请选择甲科室"),
        ({"note": "长" * 201}, "200"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_stays(
    log_in, clerk, department, sections, changes, words
):
    response = log_in(clerk).post(url(department), new(sections, **changes))
    assert response.status_code == 422
    assert words in response.text
    assert not SectionLink.objects.exists()


def test_a_section_with_itself_and_a_pair_twice_are_told_apart(
    log_in, clerk, department, sections, link
):
    client = log_in(clerk)
    same = client.post(url(department), new(sections, b=str(sections["会计科"].pk)))
    assert "两个不同的科室" in same.text
    twice = client.post(url(department), new(sections))
    assert "已有业务往来" in twice.text


def test_a_link_is_changed(log_in, clerk, department, link):
    address = reverse("section_link_edit", args=[department.pk, link.pk])
    client = log_in(clerk)
    assert 'value="80"' in client.get(address).text
    form = {"percent": "40", "note": "", "seen": link.version}
    assert client.post(address, form).status_code == 302
    link.refresh_from_db()
    assert (link.strength, link.note) == (0.4, "")


def test_somebody_faster_is_shown_and_not_overwritten(log_in, clerk, officer, department, link):
    address = reverse("section_link_edit", args=[department.pk, link.pk])
    form = {"percent": "40", "note": "我的", "seen": link.version}
    actions.change(link=link, strength=0.9, note="新", by=officer, at=NOON)
    response = log_in(clerk).post(address, form)
    assert response.status_code == 409
    assert "90%（新）" in response.text
    assert 'value="我的"' in response.text
    again = form | {"seen": response.context["seen"]}
    assert log_in(clerk).post(address, again).status_code == 302
    assert SectionLink.objects.get().note == "我的"


@pytest.mark.parametrize("wrong", [{"percent": ""}, {"percent": "x"}])
def test_a_wrong_change_is_refused(log_in, clerk, department, link, wrong):
    address = reverse("section_link_edit", args=[department.pk, link.pk])
    assert log_in(clerk).post(address, {"note": "", **wrong}).status_code == 422


def test_a_removed_link_can_be_put_back_from_the_next_page(log_in, clerk, department, link):
    client = log_in(clerk)
    address = reverse("section_link_remove", args=[department.pk, link.pk])
    page = url(department)
    actions.change(link=link, strength=0.8, note="改过", by=clerk, at=NOON)
    assert client.post(address, {"seen": link.version}).status_code == 409
    actions.change(link=link, strength=0.8, note="报销单据移交", by=clerk, at=NOON)
    press(client, page, address)
    assert not SectionLink.objects.exists()
    page = client.get(url(department))
    removed = page.context["removed"]
    assert "撤销删除" in page.text
    client.post(url(department), {name: removed[name] for name in ("a", "b", "percent", "note")})
    back = SectionLink.objects.get()
    assert (back.a, back.b, back.strength, back.note) == (link.a, link.b, 0.8, "报销单据移交")
    assert "撤销删除" not in client.get(url(department)).text


def test_a_link_of_another_department_is_not_found(log_in, officer, region, link):
    other = DepartmentFactory.create(region=region)
    for name in ("section_link_edit", "section_link_remove"):
        address = reverse(name, args=[other.pk, link.pk])
        assert log_in(officer).post(address).status_code == 404


def test_who_only_looks_sees_the_table_and_may_change_nothing(log_in, auditor, department, link):
    client = log_in(auditor)
    page = client.get(url(department)).text
    assert "报销单据移交" in page
    assert "添加往来" not in page
    for name in ("section_link_edit", "section_link_remove"):
        address = reverse(name, args=[department.pk, link.pk])
        assert client.post(address).status_code == 403
    assert client.post(url(department), {}).status_code == 403


def test_an_abolished_section_takes_its_links_out_of_sight(log_in, clerk, department, link):
    Section.objects.filter(pk=link.a_id).update(standing="abolished")
    assert "还没有业务往来" in log_in(clerk).get(url(department)).text
    assert not overlap_of(department).similarity_blend.between


def test_an_empty_list_says_what_to_do(log_in, clerk, auditor, department, sections):
    assert is_empty(log_in(clerk).get(url(department)))
    assert "可以添加" in log_in(auditor).get(url(department)).text


def test_a_department_without_sections_leads_back(log_in, clerk, department):
    response = log_in(clerk).get(url(department))
    assert is_empty(response)


def test_the_workbook_holds_every_link_and_no_formula(log_in, clerk, department, link):
    SectionLink.objects.filter(pk=link.pk).update(note="=HYPERLINK(1)")
    address = reverse("section_links_export", args=[department.pk])
    response = log_in(clerk).get(address)
    assert response["Content-Disposition"].startswith("attachment")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    head, row = (list(values) for values in sheet.iter_rows(values_only=True))
    assert head[:5] == ["部门名称", "科室名称", "往来科室", "强度", "往来事项"]
    assert row[:5] == ["示例市财政局", link.a.name, link.b.name, 0.8, "=HYPERLINK(1)"]
    note = sheet.cell(2, 5)
    assert (note.data_type, note.quotePrefix) == ("s", True)


def test_the_api_tells_the_links(log_in, clerk, outsider, department, link):
    address = reverse("api_section_links", args=[department.pk])
    answer = log_in(clerk).get(address).json()
    assert answer["weight"] == 0.3
    assert answer["links"][0]["link"] == {
        "id": link.pk,
        "a": link.a_id,
        "a_name": link.a.name,
        "b": link.b_id,
        "b_name": link.b.name,
        "strength": 0.8,
        "note": "报销单据移交",
    }
    assert log_in(clerk).delete(address).status_code == 405
    assert log_in(outsider).get(address).status_code == 404


def test_queries_do_not_grow_with_links(log_in, clerk, department, django_assert_max_num_queries):
    made = SectionFactory.create_batch(8, department=department)
    for a, b in itertools.pairwise(made):
        SectionLink.objects.create(department=department, a=a, b=b, strength=0.5)
    client = log_in(clerk)
    with django_assert_max_num_queries(16):
        client.get(url(department))


def test_the_outsider_finds_nothing(log_in, outsider, department, link):
    assert log_in(outsider).get(url(department)).status_code == 404
