"""From one header label to the fields it may mean, by the synonym table and by word classes."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from departments.workbook.columns import by_wording
from departments.workbook.figures import figure_field

_BRACKET = re.compile(r"[(（\[【〔][^)）\]】〕]*[)）\]】〕]")
_PREFIX = re.compile(
    r"^(?:本|现|现任|原|所在|所属|填报|在编|在岗|在职|干部|人员|职工|工作人员|市直|主要|有关|具体|内设|机关|本人|科内|市级|"
    r"县直|部门|单位|科室|党政|详细|具体的)"
)
_SUFFIX = re.compile(
    r"(?:名称|情况|信息|一栏|内容|明细|列表|清单|条目|设置|简述|概述|描述|全称|必填|选填)$"
)
_YEARS = re.compile(r"(20\d\d)年?(?:度)?")
# fmt: off
_ORDINAL_YEARS = {
    "第一年": 1, "第二年": 2, "第三年": 3, "前三年": 1, "前两年": 2, "前二年": 2, "上年": 3, "上年度": 3, "前年": 2,
}
_COUNT_WORDS = (
    "数量", "办件", "工作量", "件数", "业务量", "办理", "次数", "发生", "完成", "频次", "数",
)
# fmt: on
_NO_COUNT = re.compile(r"考核|编制|人数|人员|职数|工资|奖|测评|等次|评议")
# too general to mean anything at the end of a longer label
_GENERIC = frozenset((
    "类型", "类别", "性质", "单位", "编号", "时间", "说明", "名称", "机构", "事项", "人员", "数量", "状态",
    "号", "主", "次", "序", "口", "编制", "岗位", "科室", "部门", "出生", "代码", "编码", "分类", "系统", "身份",
    "任职", "专业", "电话", "学位", "面貌", "内容", "负责人", "联系人", "级别", "年龄", "规格", "来源", "职能", "职责",
    "姓名", "生日", "频次", "工时", "名字", "职务", "职级",
))  # fmt: skip
_ENDS_WELL = frozenset(("姓名", "职责", "职能", "职务", "职级", "工时", "科室"))
_FAMILY = re.compile(
    r"配偶|父|母|子女|家属|家庭|联系人|介绍人|领导姓名|负责人姓名|分管|推荐|紧急|审批|原"
)


@cache
def _endings() -> list[str]:
    """Return the wordings that mean something at the end of a longer label, the longest first."""
    telling = (w for w in by_wording() if len(w) >= 2 and (w not in _GENERIC or w in _ENDS_WELL))
    return sorted(telling, key=len, reverse=True)


@lru_cache(maxsize=8192)
def base_label(label: str) -> str:
    """Return a label without stars, brackets and colons, for comparing."""
    text = _BRACKET.sub("", label) or label
    return text.strip("*＊:：.、,，。·_-—\"'“”").lower()


@lru_cache(maxsize=8192)
def exact_fields(label: str) -> tuple[str, ...]:
    """Return the fields whose wordings contain this label."""
    base, known = base_label(label), by_wording()
    if base in known:
        return known[base]
    joined = re.sub(r"[()（）\[\]【】〔〕]", "", label).strip("*＊:：").lower()
    if joined in known:  # 科（室）名称
        return known[joined]
    inside = _BRACKET.search(label)
    return known.get(inside[0][1:-1].lower(), ()) if inside and len(base) <= 1 else ()


@lru_cache(maxsize=8192)
def loose_fields(label: str) -> tuple[str, ...]:
    """Return the fields of a label with other words around a known wording (本科室主要职责)."""
    base, known = base_label(label), by_wording()
    if len(base) > 16 or _FAMILY.search(base):
        return ()
    parts = re.split(r"[及和与、/／或]", base)
    if len(parts) > 1 and len(parts[0]) >= 2 and parts[0] in known:
        return known[parts[0]]
    for whole in (base, re.sub(r"[()（）]", "", label).lower()):
        shorter = whole
        for _ in range(3):
            shorter = _SUFFIX.sub("", _PREFIX.sub("", shorter))
            if shorter in known and len(shorter) >= 2:
                return known[shorter]
    for ending in _endings():
        if base.endswith(ending):
            return known[ending]
    for part in parts:
        if part in known and len(part) >= 2:
            return known[part]
    return ()


@lru_cache(maxsize=8192)
def count_year(path: tuple[str, ...]) -> int | None:
    """Return the year (or 1, 2, 3 for first to third) of a yearly count; None when it is none."""
    joined = "/".join(base_label(label) for label in path)
    if _NO_COUNT.search(joined):
        return None
    leaf = base_label(path[-1])
    counted = any(word in joined for word in _COUNT_WORDS)
    if (found := _YEARS.search(leaf)) and (counted or found[0] == leaf):
        return int(found[1])
    if leaf in _ORDINAL_YEARS:
        return _ORDINAL_YEARS[leaf]
    if (found := _YEARS.search(joined)) and counted and len(path) > 1:
        return int(found[1])
    return None


@lru_cache(maxsize=8192)
def header_fields(path: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
    """Return the fields a header path may mean with how sure the wording is (3 exact … 1 loose)."""
    found: dict[str, float] = {}
    if not path:
        return ()
    leaf = path[-1]
    for name in exact_fields(leaf):
        found.setdefault(name, 3.0)
    if len(path) > 1 and base_label(leaf) in ("名称", "全称", "名", "内容"):
        for name in exact_fields(path[-2]) or loose_fields(path[-2]):
            found[name] = 3.2
    if (year := count_year(path)) is not None:
        found[f"counts:{year}"] = 3.5
    exact = bool(found)
    if figure := figure_field(path):
        found.setdefault(figure, 2.9 if len(path) == 1 else 3.1)
    if not exact:
        for name in loose_fields(leaf):
            found.setdefault(name, 1.5)
    return tuple(found.items())


@lru_cache(maxsize=8192)
def is_header_word(label: str) -> bool:
    """Tell whether one label reads as a header of anything we know."""
    return 0 < len(label) <= 20 and bool(header_fields((label,)))
