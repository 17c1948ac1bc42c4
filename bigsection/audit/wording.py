"""The audit trail in words: what a verb is called and how a change reads."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

GROUPS: dict[str, Promise] = {
    "import": gettext_lazy("导入"),
    "department": gettext_lazy("部门"),
    "section": gettext_lazy("科室"),
    "group": gettext_lazy("大科室"),
    "plan": gettext_lazy("整合方案"),
    "study": gettext_lazy("全域测算"),
    "duty": gettext_lazy("职责"),
    "link": gettext_lazy("业务往来"),
    "phrases": gettext_lazy("词表"),
    "calibration": gettext_lazy("校准"),
    "rules": gettext_lazy("规则集"),
    "columns": gettext_lazy("列的对应"),
    "account": gettext_lazy("账号"),
    "audit": gettext_lazy("审计"),
}
VERBS: dict[str, Promise] = {
    "import.apply": gettext_lazy("导入工作簿"),
    "import.abandon": gettext_lazy("放弃导入"),
    "import.marked": gettext_lazy("下载标注文件"),
    "import.undo": gettext_lazy("撤销导入"),
    "columns.remember": gettext_lazy("记住列的对应"),
    "columns.forget": gettext_lazy("删除列的对应"),
    "department.import": gettext_lazy("导入数据"),
    "department.export": gettext_lazy("导出数据"),
    "section.rename": gettext_lazy("科室更名"),
    "section.abolish": gettext_lazy("撤销科室"),
    "section.establish": gettext_lazy("设立科室"),
    "section.staff": gettext_lazy("人员随转"),
    "section.figures": gettext_lazy("人数随转"),
    "duty.move": gettext_lazy("职责划转"),
    "duty.transfer": gettext_lazy("职责跨部门划转"),
    "duty.end": gettext_lazy("职责终止"),
    "group.establish": gettext_lazy("组建大科室"),
    "group.dissolve": gettext_lazy("撤销大科室"),
    "plan.propose": gettext_lazy("求出方案"),
    "plan.edit": gettext_lazy("修改方案"),
    "plan.rename": gettext_lazy("大科室更名"),
    "plan.submit": gettext_lazy("提交审批"),
    "plan.recall": gettext_lazy("撤回方案"),
    "plan.approve": gettext_lazy("批准方案"),
    "plan.return": gettext_lazy("退回方案"),
    "plan.withdraw": gettext_lazy("作废方案"),
    "study.start": gettext_lazy("开始测算"),
    "study.resume": gettext_lazy("继续测算"),
    "study.split": gettext_lazy("重新分配总数"),
    "study.plans": gettext_lazy("按测算生成方案"),
    "study.discard": gettext_lazy("删除测算"),
    "duty.rule": gettext_lazy("裁定职责交叉"),
    "duty.unrule": gettext_lazy("撤销职责裁定"),
    "link.add": gettext_lazy("添加业务往来"),
    "link.change": gettext_lazy("修改业务往来"),
    "link.remove": gettext_lazy("删除业务往来"),
    "phrases.save": gettext_lazy("修改词表"),
    "phrases.restore": gettext_lazy("恢复内置词表"),
    "phrases.undo": gettext_lazy("撤销词表修改"),
    "calibration.make": gettext_lazy("校准"),
    "rules.save": gettext_lazy("修改规则集"),
    "account.create": gettext_lazy("开设账号"),
    "account.login": gettext_lazy("登录"),
    "account.fail": gettext_lazy("登录失败"),
    "account.fail_factor": gettext_lazy("验证码错误"),
    "account.logout": gettext_lazy("退出登录"),
    "account.password": gettext_lazy("修改密码"),
    "account.factor": gettext_lazy("两步验证变更"),
    "health.export": gettext_lazy("导出数据体检"),
    "audit.export": gettext_lazy("导出审计记录"),
}
FIELDS: dict[str, Promise] = {
    "address": gettext_lazy("来自地址"),
    "name": gettext_lazy("名称"),
    "file": gettext_lazy("文件"),
    "counts": gettext_lazy("条数"),
    "new": gettext_lazy("新增"),
    "updated": gettext_lazy("更新"),
    "unchanged": gettext_lazy("不变"),
    "rejected": gettext_lazy("无法写入"),
    "successor": gettext_lazy("并入"),
    "origins": gettext_lazy("来自"),
    "members": gettext_lazy("成员"),
    "status": gettext_lazy("状态"),
    "score": gettext_lazy("评分"),
    "proven": gettext_lazy("最优已证明"),
    "reason": gettext_lazy("理由"),
    "people": gettext_lazy("人数"),
    "hash": gettext_lazy("内容校验码"),
    "title": gettext_lazy("名称"),
    "section": gettext_lazy("科室"),
    "sections": gettext_lazy("科室"),
    "units": gettext_lazy("大科室"),
    "duties": gettext_lazy("职责"),
    "workload": gettext_lazy("工作量"),
    "staff": gettext_lazy("人员"),
    "departments": gettext_lazy("部门"),
    "links": gettext_lazy("业务往来"),
    "strength": gettext_lazy("强度"),
    "note": gettext_lazy("往来事项"),
    "kind": gettext_lazy("类别"),
    "lines": gettext_lazy("战线"),
    "code": gettext_lazy("编码"),
    "quota": gettext_lazy("核定编制"),
    "quota_by_type": gettext_lazy("分类编制"),
    "headcount": gettext_lazy("实有人数"),
    "chief_posts": gettext_lazy("正职职数"),
    "deputy_posts": gettext_lazy("副职职数"),
    "remark": gettext_lazy("备注"),
    "post": gettext_lazy("职务"),
    "rank": gettext_lazy("职级"),
    "id_number": gettext_lazy("身份证号"),
    "birth_date": gettext_lazy("出生日期"),
    "gender": gettext_lazy("性别"),
    "employment": gettext_lazy("人员状态"),
    "education": gettext_lazy("学历"),
    "quota_type": gettext_lazy("编制类型"),
    "held_since": gettext_lazy("任现职时间"),
    "work_since": gettext_lazy("参加工作时间"),
    "political_status": gettext_lazy("政治面貌"),
    "ethnicity": gettext_lazy("民族"),
    "duty_kind": gettext_lazy("职责类型"),
    "role": gettext_lazy("角色"),
    "verdict": gettext_lazy("裁定"),
    "giving": gettext_lazy("划出部门"),
    "receiver": gettext_lazy("划入科室"),
    "boundary": gettext_lazy("边界说明"),
    "document_number": gettext_lazy("文号"),
    "number": gettext_lazy("次数"),
    "p50": gettext_lazy("P50"),
    "p95": gettext_lazy("P95"),
    "builtin_catch_alls": gettext_lazy("使用内置兜底条款"),
    "catch_alls": gettext_lazy("兜底条款"),
    "topics": gettext_lazy("共性职责"),
    "fillers": gettext_lazy("连接词"),
    "empty_words": gettext_lazy("虚词"),
    "removed": gettext_lazy("删去"),
    "abolished": gettext_lazy("不再保留"),
    "source": gettext_lazy("依据"),
    "posts_rule": gettext_lazy("领导职数"),
    "weights": gettext_lazy("评分权重"),
    "max_members": gettext_lazy("每个大科室最多科室数"),
    "max_people": gettext_lazy("每个大科室最多人数"),
    "link_weight": gettext_lazy("业务往来权重"),
    "separate_kinds": gettext_lazy("不同类别不混合"),
    "kind_groups": gettext_lazy("可以混合的科室类别"),
    "fewest_small": gettext_lazy("一人科、两人科"),
}
CODES: dict[str, dict[str, Any]] = {}
"""Per field what its codes are called; applications fill it in by ``name_values``."""
STATUS_WORDS = ("new", "updated", "unchanged", "rejected", "removed", "abolished")
LISTED = 4
LONGEST = 18


def verb_words(verb: str) -> str:
    """What a verb is called on screen; a verb nobody named is shown as it is."""
    return str(VERBS.get(verb, verb))


def change_lines(changes: Mapping[str, Any]) -> list[str]:
    """The changes of an event as lines to read, such as ``名称：人事科 → 人事教育科``.

    A pair is an old and a new value, except under a name like ``sections.new``: that is a list.
    """
    return [
        f"{field_words(field)}：{_listed(worded) if '.' in field else _value(worded)}"
        for field, value in changes.items()
        for worded in (_worded(field, value),)
    ]


def name_values(field: str, words: Mapping[str, Any]) -> None:
    """Let an application say how the codes of one of its fields are called on screen."""
    CODES.setdefault(field, {}).update({str(code): word for code, word in words.items()})


def _worded(field: str, value: Any) -> Any:
    """The value with the codes of its field in words."""
    if isinstance(value, list | tuple):
        return [_worded(field, part) for part in value]
    known = CODES.get(field, {}).get(value) if isinstance(value, str) else None
    return value if known is None else str(known)


def field_words(field: str) -> str:
    """What a field is called; ``sections.new`` is 新增科室."""
    table, dot, status = field.partition(".")
    if dot and status in STATUS_WORDS:
        return f"{FIELDS[status]}{FIELDS.get(table, table)}"
    return str(FIELDS.get(field, field))


def _value(value: Any) -> str:
    """One value of a field: a pair is old and new, all else is read out by ``_said``."""
    if isinstance(value, list | tuple) and len(value) == 2:
        old, new = value
        if isinstance(old, Mapping) and "label" in old:
            return _listed(value)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            old = {key: part for key, part in old.items() if new.get(key) != part}
            new = {key: new[key] for key in new if key in old or key not in value[0]}
        return _said(new) if old is None else f"{_said(old)} → {_said(new)}"
    return _said(value)


def _said(value: Any) -> str:
    """A list is named with what it holds, whatever its length; a mapping is read out."""
    if isinstance(value, Mapping):
        if "label" in value and isinstance(value.get("changes"), Mapping):
            return f"{value['label']}（{'；'.join(change_lines(value['changes']))}）"
        return "，".join(f"{field_words(key)} {_said(part)}" for key, part in value.items()) or "—"
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list | tuple):
        return _listed(value, "、")
    if isinstance(value, float):
        return _figure(value)
    return "—" if value is None or value == "" else str(value)


def _figure(value: float) -> str:
    """Two decimals, four of a share, without zeros at the end but for the first decimal."""
    text = f"{value:.4f}" if abs(value) < 1 else f"{value:.2f}"
    whole, _point, decimals = text.partition(".")
    return f"{whole}.{decimals.rstrip('0') or '0'}"


def _listed(values: list[Any] | tuple[Any, ...], between: str = "；") -> str:
    """The first few of a list, and how many there are."""
    text = between.join(_shortened(_said(value)) for value in values[:LISTED])
    if len(values) <= LISTED:
        return text or "—"
    return _("%(first)s 等 %(total)d 项") % {"first": text, "total": len(values)}


def _shortened(text: str) -> str:
    """A long clause cut, since a list names things and does not quote them."""
    return text if len(text) <= LONGEST or "→" in text else f"{text[: LONGEST - 1]}…"
