"""The structure of a department as it stood at one moment: what a plan is about, and what of it changed."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, TypeVar

from django.db.models import Count, Q

from departments.models import Department, Duty, PostLevel, Section, WorkItem
from departments.models.work_item import yearly_hours
from mergers.domain.headcounts import people_at_work, rosters_of
from mergers.models import MergePlan

LABELS = {
    "name": "名称",
    "kind": "类别",
    "lines": "战线",
    "group": "所属大科室",
    "quota": "核定编制",
    "headcount": "实有人数",
    "people": "实有人数",
    "chief_posts": "正职职数",
    "deputy_posts": "副职职数",
    "posts": "领导职数",
    "duties": "职责",
    "items": "工作量",
    "staff": "人员",
}
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class SectionSnapshot:
    """One section. ``duties`` are key and text; ``items`` the work items as duty (None: of no single
    one) and yearly hours (None: unknown); ``staff`` the keys of the people on the roster.

    ``people`` work there, which may follow from the roster (mergers/domain/headcounts.py), and it
    has ``posts`` chiefs and deputies: authorised ones, or held ones where neither is stated.
    """

    id: int
    name: str
    kind: str
    lines: tuple[str, ...]
    group: str | None
    quota: int | None
    headcount: int | None
    chief_posts: int | None
    deputy_posts: int | None
    duties: tuple[tuple[int, str], ...]
    items: tuple[tuple[int | None, float | None], ...]
    staff: tuple[int, ...]
    people: int
    posts: int

    @property
    def unit(self) -> str | int:
        """What sections of one big section have in common, and no other has."""
        return self.group or self.id

    def load_hours(self, gone: Collection[int | None] = ()) -> float | None:
        """Yearly hours of all work items but those of duties that are ``gone``; None when none of
        them is known.
        """
        return known_hours(hours for duty, hours in self.items if duty not in gone)

    def texts(self, gone: Collection[int | None] = ()) -> tuple[str, ...]:
        """The texts of all duties but those that are ``gone``."""
        return tuple(text for duty, text in self.duties if duty not in gone)

    def for_planner(self, gone: Collection[int | None] = ()) -> dict[str, Any]:
        """The section of a problem object (docs/planner.md, file interface), without the duties
        that are ``gone`` and their load.
        """
        return {
            "id": str(self.id),
            "name": self.name,
            "lines": list(self.lines),
            "kind": self.kind or "business",
            "people": self.people,
            "load_hours": self.load_hours(gone),
            "posts": self.posts,
            "duties": list(self.texts(gone)),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> SectionSnapshot:
        """A section as ``Snapshot.to_json`` has it."""
        listed = {
            "lines": tuple(data["lines"]),
            "duties": tuple((duty, text) for duty, text in data["duties"]),
            "items": tuple((duty, hours) for duty, hours in data["items"]),
            "staff": tuple(data["staff"]),
        }
        return cls(**data | listed)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The standing sections of a department with figures, duties and people, in their order."""

    department: int
    name: str
    sections: tuple[SectionSnapshot, ...]

    @property
    def people_of_units(self) -> Counter[str | int]:
        """The people of every unit: sections that work as one big section are one."""
        people: Counter[str | int] = Counter()
        for one in self.sections:
            people[one.unit] += one.people
        return people

    @property
    def units(self) -> int:
        """How many units the sections work in."""
        return len(self.people_of_units)

    def by_id(self) -> dict[int, SectionSnapshot]:
        """The sections by key."""
        return {section.id: section for section in self.sections}

    def to_json(self) -> dict[str, Any]:
        """Plain values for a JSON column."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Snapshot:
        """The snapshot stored by ``to_json``; one without sections of an empty object."""
        sections = tuple(SectionSnapshot.from_json(item) for item in data.get("sections", ()))
        return cls(data.get("department", 0), data.get("name", ""), sections)

    @property
    def hash(self) -> str:
        """SHA-256 by which plans, decisions and studies name the structure.

        It is taken over the values that plans had before there was this class: what has been
        decided upon keeps its name.
        """
        names = [field.name for field in fields(SectionSnapshot) if field.name != "posts"]
        sections = [
            {name: getattr(one, name) for name in names} | {"load_hours": one.load_hours() or 0}
            for one in self.sections
        ]
        return hash_of({"department": self.department, "name": self.name, "sections": sections})

    @property
    def is_all_in_hash(self) -> bool:
        """Whether nothing may change but the hash does: not where posts are held that nobody states."""
        return all((one.chief_posts, one.deputy_posts) != (None, None) for one in self.sections)

    def changes_to(self, new: Snapshot) -> list[str]:
        """In words, what changed from here to ``new``; empty when nothing did."""
        if self == new:
            return []
        before, after = self.by_id(), new.by_id()
        words = [f"“{one.name}”已不在设" for pk, one in before.items() if pk not in after]
        words += [f"新增“{one.name}”" for pk, one in after.items() if pk not in before]
        for pk in before.keys() & after.keys():
            labels = dict.fromkeys(
                label
                for field, label in LABELS.items()
                if getattr(before[pk], field) != getattr(after[pk], field)
            )
            if labels:
                words.append(f"“{before[pk].name}”的{'、'.join(labels)}有变动")
        return sorted(words) or ["科室顺序有变动"]


def freeze(department: Department) -> Snapshot:
    """The standing structure of a department."""
    return freeze_all([department])[department.pk]


def freeze_all(departments: Sequence[Department]) -> dict[int, Snapshot]:
    """The same of many departments by primary key, in as many queries as of one; of duties, work
    items and people it reads values, no model objects.
    """
    inside: dict[int, list[SectionSnapshot]] = {department.pk: [] for department in departments}
    standing = Section.objects.standing().filter(department__in=inside)
    of_them = {"section__in": standing.values("pk")}
    duties = _by_section(Duty.objects.filter(**of_them).values_list("section_id", "pk", "text"))
    worked = WorkItem.objects.filter(**of_them)
    items = _by_section(worked.values_list("section_id", "duty_id", "counts", "hours_per_unit"))
    rosters = rosters_of(standing)
    leading = Q(posts__level__in=(PostLevel.CHIEF, PostLevel.DEPUTY))
    sections = (
        standing.select_related("group")
        .annotate(held_posts=Count("posts", filter=leading))
        # Counting drops the order of the model; PostgreSQL then gives any.
        .order_by("department_id", "position", "pk")
    )
    for section in sections:
        pk = section.pk
        frozen = _frozen(section, duties[pk], items[pk], rosters[pk])
        inside[section.department_id].append(frozen)
    return {one.pk: Snapshot(one.pk, one.name, tuple(inside[one.pk])) for one in departments}


def _by_section(rows: Iterable[tuple[Any, ...]]) -> defaultdict[int, list[tuple[Any, ...]]]:
    """The rest of every row by its first value."""
    found: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for section, *values in rows:
        found[section].append(tuple(values))
    return found


def _frozen(
    section: Section,
    duties: Iterable[tuple[Any, ...]],
    items: Iterable[tuple[Any, ...]],
    roster: Mapping[int, bool],
) -> SectionSnapshot:
    held_posts: int = vars(section)["held_posts"]
    stated = [section.chief_posts, section.deputy_posts]
    return SectionSnapshot(
        id=section.pk,
        name=section.name,
        kind=section.kind,
        lines=tuple(section.lines),
        group=section.group.name if section.group else None,
        quota=section.quota,
        headcount=section.headcount,
        chief_posts=section.chief_posts,
        deputy_posts=section.deputy_posts,
        duties=tuple((duty, text) for duty, text in duties),
        items=tuple((duty, yearly_hours(counts, hours)) for duty, counts, hours in items),
        staff=tuple(roster),
        people=people_at_work(section, roster),
        posts=held_posts if stated == [None, None] else sum(posts or 0 for posts in stated),
    )


def known_hours(hours: Iterable[float | None]) -> float | None:
    """The sum of the hours that are known; None when none is."""
    known = [value for value in hours if value is not None]
    return sum(known) if known else None


def hash_of(content: Any) -> str:
    """SHA-256 of the canonical JSON text of ``content``."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def read_once(plan: MergePlan, field: str, read: Callable[[], Read]) -> Read:
    """``read()``, once for every value that a column of a plan is loaded with."""
    value, name = getattr(plan, field), f"_{field}_read"
    kept = vars(plan).get(name)
    if kept is None or kept[0] is not value:
        kept = vars(plan)[name] = value, read()
    found: Read = kept[1]
    return found


def snapshot_of(plan: MergePlan) -> Snapshot:
    """The structure that a plan is about, as it stood when the plan was made."""
    return read_once(plan, "baseline", lambda: Snapshot.from_json(plan.baseline))


def changed_since(plan: MergePlan) -> list[str]:
    """In words, how the live structure differs from the plan's; empty when it does not."""
    return snapshot_of(plan).changes_to(freeze(plan.department))
