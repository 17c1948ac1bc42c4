"""A name set upright loses no character, and says which of them are turned."""

import re

import pytest

from departments.templatetags.upright import upright


@pytest.mark.parametrize(
    ("name", "markup"),
    [
        ("科研一科", "<span>科研一科</span>"),
        (
            "人事科(机关党委)",
            '<span>人事科<i class="is-open">（</i>机关党委<i class="is-close">）</i></span>',
        ),
        ("12345指挥科", '<span><i class="is-group">12345</i>指挥科</span>'),
        ("12345678热线", "<span>12345678热线</span>"),
        ("<b>科", '<span><i class="is-open">〈</i>'),
    ],
)
def test_what_stands_in_a_column(name: str, markup: str) -> None:
    assert upright(name).startswith(markup)


@pytest.mark.parametrize(
    "name", ["政策法规与行政审批服务管理科（二）", "审计一、二科—综合一", "科"]
)
def test_no_character_is_lost(name: str) -> None:
    assert re.sub("<.*?>", "", upright(name)) == name


def test_an_id_number_is_masked_before_it_is_cut_into_columns() -> None:
    assert "8505" not in upright("110101 19850505 1234科")
