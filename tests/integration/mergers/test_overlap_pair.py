"""The evidence of a pair: both duty lists, what they share and what they do not."""

import re

from django.urls import reverse


def url(department, a, b) -> str:
    return reverse("overlap_pair", args=[department.pk, a.pk, b.pk])


def pair(sections):
    return sections["预算科"], sections["预算审核科"]


def test_shows_every_duty_of_both(log_in, clerk, department, sections):
    a, b = pair(sections)
    text = log_in(clerk).get(url(department, a, b)).text
    plain = re.sub(r"<sup>\d+</sup>|&NoBreak;|<[^>]+>", "", text)
    for section in (a, b):
        for duty in section.duties.all():
            assert duty.text in plain


def test_shared_phrases_are_marked_with_their_number(log_in, clerk, department, sections):
    response = log_in(clerk).get(url(department, *pair(sections)))
    phrases = response.context["pair"].phrases
    assert phrases
    for phrase in phrases:
        assert re.search(
            rf"<mark class=\"t\d\">[^<]+<sup>{phrase.number}</sup></mark>", response.text
        )


def test_the_points_of_the_phrases_add_up(log_in, clerk, department, sections):
    shown = log_in(clerk).get(url(department, *pair(sections))).context["pair"]
    assert round(sum(phrase.points for phrase in shown.phrases), 1) == shown.points > 0


def test_a_fragment_for_htmx_and_a_page_without(log_in, clerk, department, sections, htmx):
    client, address = log_in(clerk), url(department, *pair(sections))
    page, fragment = client.get(address), client.get(address, headers=htmx)
    assert "<!DOCTYPE html>" in page.text
    assert "<html" not in fragment.text
    assert "HX-Request" in fragment["Vary"]


def test_a_section_with_itself_is_no_pair(log_in, clerk, department, sections):
    a = sections["预算科"]
    assert log_in(clerk).get(url(department, a, a)).status_code == 404


def test_an_abolished_section_is_gone(log_in, clerk, department, sections):
    a, b = pair(sections)
    a.standing = "abolished"
    a.save()
    assert log_in(clerk).get(url(department, a, b)).status_code == 404


def test_refuses_post(log_in, clerk, department, sections):
    assert log_in(clerk).post(url(department, *pair(sections))).status_code == 405


def test_the_outsider_finds_nothing(log_in, outsider, department, sections):
    assert log_in(outsider).get(url(department, *pair(sections))).status_code == 404
