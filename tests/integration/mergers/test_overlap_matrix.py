"""职能重叠矩阵: every pair a link with its number, alike sections side by side, and a table twin."""

import re

import pytest
from django.urls import reverse

from departments.models import Section
from tests.factories import DutyFactory, SectionFactory
from tests.pages import is_empty


def url(department) -> str:
    return reverse("overlap_matrix", args=[department.pk])


def test_every_pair_is_a_link_to_its_evidence(log_in, clerk, department, sections):
    text = log_in(clerk).get(url(department)).text
    pairs = {(a.pk, b.pk) for a in sections.values() for b in sections.values() if a != b}
    for a, b in pairs:
        assert f'href="{reverse("overlap_pair", args=[department.pk, a, b])}"' in text
    cells = re.findall(r'<td class="heat-(\d)"><a [^>]*aria-label="[^"]+">(\d+)</a>', text)
    assert len(cells) == len(pairs)


def test_alike_sections_stand_side_by_side(log_in, clerk, department, sections):
    order = [section.name for section in log_in(clerk).get(url(department)).context["sections"]]
    assert abs(order.index("预算科") - order.index("预算审核科")) == 1


def test_the_list_has_every_pair_once_most_alike_first(log_in, clerk, department, sections):
    response = log_in(clerk).get(url(department), {"view": "list"})
    ranking = response.context["ranking"]
    assert len(ranking) == 6
    assert {ranking[0][0].name, ranking[0][1].name} == {"预算科", "预算审核科"}
    points = [cell.points for _, _, cell in ranking]
    assert points == sorted(points, reverse=True)
    assert "<table" in response.text
    assert "data-matrix" not in response.text


def test_the_list_of_many_pairs_comes_in_pages_that_count_on(
    log_in, clerk, department, sections, monkeypatch
):
    monkeypatch.setattr("mergers.views.overlap_matrix.PER_PAGE", 4)
    client = log_in(clerk)
    places = [
        re.findall(r'<td class="num">(\d+)</td>', client.get(url(department), query).text)
        for query in ({"view": "list"}, {"view": "list", "page": "2"})
    ]
    assert places == [["1", "2", "3", "4"], ["5", "6"]]


def test_the_name_of_a_section_is_no_markup(log_in, clerk, department, sections):
    Section.objects.filter(pk=sections["会计科"].pk).update(name='<b>"会计')
    text = log_in(clerk).get(url(department)).text
    assert "<b>" not in text.partition("data-matrix")[2].partition("</table>")[0]
    assert 'aria-label="&lt;b&gt;&quot;会计 × ' in text


def test_the_legend_gives_the_quantiles_of_the_region(log_in, clerk, department, sections):
    response = log_in(clerk).get(url(department))
    assert f"{response.context['p95']:.1f} 分以上最深" in response.text
    assert f"{response.context['p50']:.1f} 分以下最浅" in response.text


@pytest.mark.parametrize(("role", "offered"), [("clerk", True), ("auditor", False)])
def test_only_who_may_propose_is_offered_a_plan(
    request, log_in, department, sections, role, offered
):
    text = log_in(request.getfixturevalue(role)).get(url(department)).text
    assert (reverse("plan_create", args=[department.pk]) in text) is offered


def test_a_department_without_sections_says_what_to_do(log_in, clerk, department):
    response = log_in(clerk).get(url(department))
    assert is_empty(response)
    assert reverse("department_detail", args=[department.pk]) in response.text


def test_sections_without_any_duty_are_compared_by_name(log_in, clerk, department):
    for name in ("预算科", "会计科"):
        SectionFactory.create(department=department, name=name)
    assert log_in(clerk).get(url(department)).status_code == 200


def test_refuses_post(log_in, clerk, department):
    assert log_in(clerk).post(url(department)).status_code == 405


def test_the_outsider_finds_nothing(log_in, outsider, department, sections):
    assert log_in(outsider).get(url(department)).status_code == 404


def test_queries_do_not_grow_with_sections(
    log_in, clerk, department, django_assert_max_num_queries
):
    for _ in range(30):
        DutyFactory.create(section=SectionFactory.create(department=department))
    client = log_in(clerk)
    with django_assert_max_num_queries(12):
        client.get(url(department))
