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
        ({"origins": [None, ["组织科", "指导科"]]}, "来自：组织科、指导科"),
        ({"members": [["甲科", "乙科"], None]}, "成员：甲科、乙科 → —"),
        ({"members": [["甲科", "乙科"], ["丙科", "丁科"]]}, "成员：甲科、乙科 → 丙科、丁科"),
        ({"sections.abolished": ["甲科", "乙科"]}, "不再保留科室：甲科；乙科"),
        ({"strength": [0.85, 1.0]}, "强度：0.85 → 1.0"),
        ({"link_weight": [0.125, 0.3]}, "业务往来权重：0.125 → 0.3"),
        ({"score": [70.0, 71.256]}, "评分：70.0 → 71.26"),
        (
            {"weights": [{"a": 0.35, "b": 0.25}, {"a": 0.3, "b": 0.25}]},
            "评分权重：a 0.35 → a 0.3",
        ),
    ],
)
def test_codes_of_a_field_are_called_as_on_its_page(changes, line) -> None:
    assert change_lines(changes) == [line]


def test_codes_inside_an_updated_row_are_words_too() -> None:
    changes = {
        "sections.updated": [{"label": "人事科", "changes": {"kind": ["business", "party"]}}]
    }
    assert "业务 → 党委（党务）" in change_lines(changes)[0]
