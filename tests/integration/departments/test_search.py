"""Search by name and by pinyin initials, inside the scope."""

from datetime import date

import pytest

from departments.models import Succession
from departments.queries.directory import FOUND_AT_MOST
from tests.factories import SectionFactory

pytestmark = pytest.mark.both_databases

URL = "/search/"


@pytest.mark.parametrize("words", ["人事", "rsk", "RSK", "  rsk "])
def test_finds_a_section_by_name_or_initials(log_in, clerk, section, words):
    found = log_in(clerk).get(URL, {"q": words}).context["found"]
    assert [row.name for row in found.sections] == ["人事科"]


def test_finds_departments_and_people(log_in, clerk, department, person):
    client = log_in(clerk)
    assert client.get(URL, {"q": "czj"}).context["found"].departments[0] == department
    assert client.get(URL, {"q": "sxm"}).context["found"].people[0] == person


def test_an_officer_finds_in_the_whole_region(log_in, officer, section, person):
    found = log_in(officer).get(URL, {"q": "人事"}).context["found"]
    assert [row.name for row in found.sections] == ["人事科"]
    assert log_in(officer).get(URL, {"q": "sxm"}).context["found"].people == [person]


def test_never_finds_by_id_number(log_in, clerk, person):
    assert log_in(clerk).get(URL, {"q": person.id_number}).context["found"].count == 0


def test_an_outsider_finds_nothing_of_ours(log_in, outsider, section, person):
    client = log_in(outsider)
    for words in ("人事科", "孙小美", "示例市财政局"):
        assert client.get(URL, {"q": words}).context["found"].count == 0


@pytest.mark.parametrize("words", ["", "   "])
def test_nothing_asked_is_answered_with_how_to_ask(log_in, clerk, section, words):
    response = log_in(clerk).get(URL, {"q": words})
    assert response.context["found"].count == 0
    assert "rsk" in response.text


def test_percent_signs_are_searched_as_signs(log_in, clerk, section):
    assert log_in(clerk).get(URL, {"q": "%"}).context["found"].count == 0


def test_long_results_are_cut(log_in, clerk, department):
    for number in range(FOUND_AT_MOST + 5):
        SectionFactory.create(department=department, name=f"综合{number}科")
    found = log_in(clerk).get(URL, {"q": "综合"}).context["found"]
    assert len(found.sections) == FOUND_AT_MOST


@pytest.mark.parametrize("words", ["劳资", "lzk"])
def test_an_abolished_section_is_found_after_the_standing_ones_and_marked(
    log_in, clerk, department, section, words
):
    old = SectionFactory.create(
        department=department,
        name="劳资科",
        standing="abolished",
        abolished_on=date(2026, 9, 1),
        position=0,
    )
    new = SectionFactory.create(department=department, name="劳资关系科", initials="lzkxk")
    Succession.objects.create(predecessor=old, successor=section, on=old.abolished_on, source="x")
    client = log_in(clerk)
    response = client.get(URL, {"q": words})
    assert response.context["found"].sections == [new, old]
    assert "已撤销" in response.text
    told = client.get("/api/search/", {"q": words}).json()["sections"]
    assert [(one["name"], one["standing"]) for one in told] == [
        ("劳资关系科", "active"),
        ("劳资科", "abolished"),
    ]
    assert told[1]["became"] == [section.pk]


def test_the_api_tells_people_by_name_and_place_only(log_in, clerk, person):
    [told] = log_in(clerk).get("/api/search/", {"q": "sxm"}).json()["people"]
    assert told == {
        "id": person.pk,
        "name": "孙小美",
        "department": person.department_id,
        "section": person.section_id,
    }


def test_refuses_post(log_in, clerk):
    assert log_in(clerk).post(URL).status_code == 405
