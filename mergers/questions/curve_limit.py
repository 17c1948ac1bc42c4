"""The greatest number of big sections that quota or people allow, and where the figure comes from.

A department's authorised number of sections is not in its data, so it is asked for. What the data
do have is the quota: where nobody shall work alone, there cannot be more sections than the quota
has places for (a county department with a quota of 11 to 20 cannot keep ten sections).
"""

from collections.abc import Mapping
from typing import Any

from bigsection.errors import Invalid
from bigsection.web.numbers import whole
from mergers.domain.snapshot import snapshot_of
from mergers.models import MergePlan

USUAL_LEAST = 2
"""People a section has at least where no one-person section is left."""
LARGEST = 9_999


def limit_of(plan: MergePlan, given: Mapping[str, Any]) -> dict[str, Any]:
    """The ``limit`` by what a person filled in or by a rule of the plan, with its ``limit_source``.

    As long as there is neither it is None, and ``offer`` the source of one that the data suggest.
    Raises Invalid for what is no number.
    """
    authorised = _number(given.get("limit"), "内设机构限额")
    least = _number(given.get("least"), "每个大科室最少人数")
    rule = plan.problem["rules"].get("min_people")
    limits = []
    if authorised is not None:
        limits.append((authorised, f"您填写的内设机构限额 {authorised} 个"))
    if least is not None:
        limits.append(_by_people(plan, least, f"您填写的每个大科室至少 {least} 人"))
    elif rule:
        source = f"本方案的规则“每个大科室最少 {rule:g} 人”"
        limits.append(_by_people(plan, int(rule), source))
    if limits:
        limit, source = min(limits, key=lambda one: one[0])
        return {"limit": limit, "limit_source": source, "offer": ""}
    offer = _by_people(plan, USUAL_LEAST, f"每个大科室至少 {USUAL_LEAST} 人（不留一人科）")
    return {"limit": None, "limit_source": "", "offer": offer[1]}


def _by_people(plan: MergePlan, least: int, source: str) -> tuple[int, str]:
    """So many big sections can have ``least`` people each, of the quota where it is known."""
    people, words = _places(plan)
    most = max(1, people // least)
    return most, f"{words} {people} 人 ÷ {source} = 最多 {most} 个"


def _places(plan: MergePlan) -> tuple[int, str]:
    """How many places there are: the sections' quota, the department's, or the people at work."""
    sections = snapshot_of(plan).sections
    quotas = [section.quota for section in sections if section.quota is not None]
    if len(quotas) == len(sections) and any(quotas):
        return sum(quotas), "各科室编制合计"
    if plan.department.quota:
        return plan.department.quota, "部门核定编制（含领导）"
    return sum(section.people for section in sections), "实有人数合计"


def _number(value: Any, name: str) -> int | None:
    text = str(value or "").strip()
    if not text:
        return None
    number = whole(text, least=1, most=LARGEST)
    if number is None:
        raise Invalid(f"{name}应是 1 到 {LARGEST} 之间的整数。", hint="请重新填写，或留空。")
    return number
