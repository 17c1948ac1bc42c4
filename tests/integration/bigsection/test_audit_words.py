"""The audit trail speaks words, not the codes of the database."""

import pytest

from bigsection.audit.wording import change_lines


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"status": ["submitted", "draft"]}, "状态：待审批 → 草案"),
        ({"kind": ["business", "general"]}, "类别：业务 → 综合"),
        ({"role": [None, "clerk"]}, "角色：部门经办人"),
        ({"name": ["draft", "business"]}, "名称：draft → business"),
        ({"status": ["nobody knows", None]}, "状态：nobody knows → —"),
    ],
)
def test_codes_of_a_field_are_called_as_on_its_page(changes, line) -> None:
    assert change_lines(changes) == [line]


def test_codes_inside_an_updated_row_are_words_too() -> None:
    changes = {
        "sections.updated": [{"label": "人事科", "changes": {"kind": ["business", "party"]}}]
    }
    assert "业务 → 党委（党务）" in change_lines(changes)[0]
