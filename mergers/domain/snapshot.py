"""The frozen structure that a plan starts from, its hash, and how today differs from it."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from departments.models import Department, Section
from mergers.domain.headcounts import people_at_work
from mergers.models import MergePlan

Frozen = dict[str, Any]


def freeze(department: Department) -> Frozen:
    """The standing structure of a department: sections with figures, duties and people (ids).

    ``items`` are the work items as [duty, yearly hours]: the hours that go along with a duty;
    ``people`` work there, which may follow from the roster (mergers/domain/headcounts.py).
    """
    return freeze_all([department])[department.pk]


def freeze_all(departments: Sequence[Department]) -> dict[int, Frozen]:
    """The same of many departments by primary key, in as many queries as of one."""
    inside: dict[int, list[Section]] = {department.pk: [] for department in departments}
    sections = (
        Section.objects.standing()
        .filter(department__in=inside)
        .select_related("group")
        .prefetch_related("duties", "staff", "work_items")
    )
    for section in sections:
        inside[section.department_id].append(section)
    return {department.pk: _frozen(department, inside[department.pk]) for department in departments}


def _frozen(department: Department, sections: Sequence[Section]) -> Frozen:
    return {
        "department": department.pk,
        "name": department.name,
        "sections": [
            {
                "id": section.pk,
                "name": section.name,
                "kind": section.kind,
                "lines": section.lines,
                "group": section.group.name if section.group else None,
                "quota": section.quota,
                "headcount": section.headcount,
                "chief_posts": section.chief_posts,
                "deputy_posts": section.deputy_posts,
                "duties": [[duty.pk, duty.text] for duty in section.duties.all()],
                "load_hours": sum(item.yearly_hours or 0 for item in section.work_items.all()),
                "items": [[item.duty_id, item.yearly_hours] for item in section.work_items.all()],
                "staff": sorted(
                    person.pk for person in section.staff.all() if person.standing == "active"
                ),
                "people": people_at_work(section),
            }
            for section in sections
        ],
    }


def as_then(today: Frozen, then: Frozen) -> Frozen:
    """What was frozen today, without the fields that an older version did not freeze yet."""
    if not then.get("sections"):
        return today
    fields = then["sections"][0].keys()
    sections = [
        {field: value for field, value in item.items() if field in fields}
        for item in today["sections"]
    ]
    return today | {"sections": sections}


def hash_of(content: Any) -> str:
    """SHA-256 of the canonical JSON text of ``content``."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


FIGURES = {
    "name": "名称",
    "kind": "类别",
    "lines": "战线",
    "group": "所属大科室",
    "quota": "核定编制",
    "headcount": "实有人数",
    "people": "实有人数",
    "chief_posts": "正职职数",
    "deputy_posts": "副职职数",
    "duties": "职责",
    "load_hours": "工作量",
    "items": "工作量",
    "staff": "人员",
}


def differences(old: Frozen, new: Frozen) -> list[str]:
    """In words, what changed from ``old`` to ``new``; empty when nothing did."""
    before = {section["id"]: section for section in old["sections"]}
    after = {section["id"]: section for section in new["sections"]}
    words = [f"“{before[pk]['name']}”已不在设" for pk in before if pk not in after]
    words += [f"新增“{after[pk]['name']}”" for pk in after if pk not in before]
    for pk in before.keys() & after.keys():
        changed = dict.fromkeys(
            label
            for field, label in FIGURES.items()
            if field in before[pk] and before[pk][field] != after[pk][field]
        )
        if changed:
            words.append(f"“{before[pk]['name']}”的{'、'.join(changed)}有变动")
    return sorted(words)


def changed_since(plan: MergePlan) -> list[str]:
    """In words, how the live structure differs from the plan's baseline; empty when it does not.

    A baseline that an older version froze has no people: those of the plan's problem stand for them.
    """
    now = freeze(plan.department)
    today = as_then(now, plan.baseline)
    if hash_of(today) != plan.baseline_hash:
        return differences(plan.baseline, today) or ["科室顺序有变动"]
    then = {int(item["id"]): item["people"] for item in plan.problem.get("sections", ())}
    return [
        f"“{item['name']}”的{FIGURES['people']}有变动"
        for item in now["sections"]
        if then.get(item["id"], item["people"]) != item["people"]
    ]
