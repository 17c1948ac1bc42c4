"""A sentence of the screen is pinned in one place: the test of its wording."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SENTENCE = re.compile("[一-龥，。“”、]{8,}")
OF_WORDING = re.compile(
    r"_wording\.py$"  # what a page or a list says as a whole
    r"|unit/mergers/(presenting|questions)/"  # the modules that write sentences
    r"|integration/departments/health/test_"  # each check tells its finding in its own words
    r"|browser/"  # what a person looks for on the screen
)
"""The tests of wording. A name shorter than eight characters is no sentence; a longer text of the
data (a duty, a reason that somebody gave) has a name in the test that uses it."""


def pinned(source: str) -> Iterator[int]:
    """The lines of the assertions in which a sentence stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assert):
            texts = [one.value for one in ast.walk(node.test) if isinstance(one, ast.Constant)]
            if any(isinstance(text, str) and SENTENCE.search(text) for text in texts):
                yield node.lineno


def test_sentences_are_pinned_in_tests_of_wording_only() -> None:
    places = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in ROOT.rglob("test_*.py")
        if not OF_WORDING.search(path.relative_to(ROOT).as_posix())
        for line in pinned(path.read_text("utf-8"))
    ]
    assert places == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ('assert text == "没有可以写入的内容"', [1]),
        ('\nassert found == [\n    f"{n} 个部门还没有科室，不参加"\n]', [2]),
        ('assert name == "预算审核科"', []),
        ("assert duty.text == DUTY", []),
    ],
)
def test_what_counts_as_a_sentence(source: str, lines: list[int]) -> None:
    assert list(pinned(source)) == lines
