"""The glossary: what templates ask of it is there, and a search finds a term by any of its names."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.urls import get_resolver

from bigsection.web.glossary import TERMS, terms_with
from bigsection.web.purposes import PURPOSES

TEMPLATES = Path(__file__).parents[4] / "templates"
ASKED = re.compile(r'{% (?:term|tip|term_text) "(\w+)"')


def test_every_term_that_a_template_explains_is_in_the_glossary() -> None:
    asked = {
        key for path in TEMPLATES.rglob("*.html") for key in ASKED.findall(path.read_text("utf-8"))
    }
    assert asked
    assert asked <= TERMS.keys()


def test_no_two_terms_have_one_name_and_all_are_sentences() -> None:
    names = [term.name for term in TERMS.values()]
    assert len(names) == len(set(names))
    assert all(term.text.endswith("。") for term in TERMS.values())


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("p95", "p95"),
        ("合署", "co_locate"),
        ("两人科", "one_person"),
        ("中位数", "p50"),
        ("距 最优", "gap"),
    ],
)
def test_a_term_is_found_by_each_of_its_names(words: str, key: str) -> None:
    assert key in [term.key for _group, terms in terms_with(words) for term in terms]


def test_without_words_all_terms_are_listed_by_group_once() -> None:
    groups = terms_with("")
    assert [term for _group, terms in groups for term in terms] == list(TERMS.values())
    assert len({group for group, _terms in groups}) == len(groups)
    assert terms_with("没有这样的词") == []


def test_a_tip_is_a_button_with_the_explanation_behind_it() -> None:
    text = Template('{% load help %}{% term "p50" "中位数" %}{% tip "gap" %}').render(Context())
    for key in ("p50", "gap"):
        assert f'popovertarget="term-{key}"' in text
        assert f'id="term-{key}" popover' in text
        assert TERMS[key].text in text
    assert ">中位数</button>" in text


def test_purposes_are_those_of_pages_that_exist() -> None:
    """That every page has one is asked where every page is opened (test_every_page)."""
    assert PURPOSES.keys() <= {name for name in get_resolver().reverse_dict if name}
