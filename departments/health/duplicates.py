"""Checks for one person who is on rosters twice."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import or_

from django.db.models import Count, Exists, F, Min, OuterRef, Q, Value
from django.db.models.functions import NullIf

from bigsection.web.id_numbers import masked
from departments.health.check import (
    Across,
    Area,
    Finding,
    InDepartment,
    Row,
    Rows,
    Severity,
    finding_of,
)
from departments.health.id_numbers import with_birth
from departments.health.places import of_people, ordered
from departments.models import HealthMatch, LifecycleStatus, Post, StaffMember

PAIRS_AT_ONCE = 100
NAMED_AT_MOST = 5
ID_NUMBERS = Count(NullIf("id_number", Value("")), distinct=True)
WITHOUT_ID = Count("pk", filter=Q(id_number=""))


def _everybody() -> Rows:
    """The people on the rosters of all standing departments."""
    found: Rows = StaffMember.objects.standing()
    return found.filter(department__standing=LifecycleStatus.ACTIVE)


def _elsewhere(people: Rows) -> Exists:
    return Exists(people.filter(~Q(department=OuterRef("department"))))


def same_id_number(area: Area) -> Iterator[HealthMatch]:
    """By looking up the area's own numbers in the index, not by going through all people."""
    same = _everybody().filter(id_number=OuterRef("id_number"))
    mine = area.people().exclude(id_number="").filter(_elsewhere(same))
    numbers = set(mine.values_list("id_number", flat=True))
    for row in of_people(_everybody().filter(id_number__in=numbers), "pk", "id_number"):
        yield _member(row, row["id_number"], masked(row["id_number"]))  # no identity: all have one


def same_name_and_birth(area: Area) -> Iterator[HealthMatch]:
    """By looking up the area's own names with their births; a birth may stand in the ID number only."""
    same = with_birth(_everybody()).filter(
        name=OuterRef("name"), birth_date__in=(OuterRef("born"), Value("")), born=OuterRef("born")
    )
    mine = with_birth(area.people()).exclude(born="").filter(_elsewhere(same))
    pairs = sorted(set(mine.values_list("name", "born")))
    for start in range(0, len(pairs), PAIRS_AT_ONCE):
        some = pairs[start : start + PAIRS_AT_ONCE]
        alike = reduce(or_, (Q(name=name, birth_date__in=(born, "")) for name, born in some))
        people = of_people(with_birth(_everybody()).filter(alike), "pk", "born", "id_number")
        groups: dict[tuple[str, str], list[Row]] = {pair: [] for pair in some}
        for row in people:
            if (pair := (row["person_name"], row["born"])) in groups:
                groups[pair].append(row)
        for (name, born), group in groups.items():
            yield from _members_apart(f"{name}\0{born}", born, group)


def _members_apart(key: str, born: str, group: Sequence[Row]) -> Iterator[HealthMatch]:
    """Nobody where all have one ID number: whoever is shown some of them is told of that instead."""
    if "" in (numbers := {row["id_number"] for row in group}) or len(numbers) > 1:
        for row in group:
            yield _member(row, key, born, identity=hash_of(row["id_number"]))


def _member(row: Row, key: str, shared: str, identity: str = "") -> HealthMatch:
    return HealthMatch(
        key=hash_of(key),
        member=row["pk"],
        department_id=row["department_id"],
        section_id=row["section_id"],
        section=row["section_name"] or "",
        name=row["person_name"],
        shared=shared,
        identity=identity,
    )


def hash_of(text: str) -> str:
    """By which equal texts are found again, ID numbers among them; empty for an empty one."""
    return text and hashlib.sha256(text.encode()).hexdigest()[:32]


def _twice_in_department(area: Area) -> Rows:
    """Same name and birth date in one department, neither being marked as a concurrent post."""
    concurrent = Post.objects.filter(concurrent=True, holder=OuterRef("pk"))
    main = area.people().filter(~Exists(concurrent)).exclude(remark__contains="兼")
    rows: Rows = (
        with_birth(main)
        .order_by()
        .values("department_id", "name", "born", department_name=F("department__name"))
    )
    counted = rows.annotate(n=Count("pk"), ids=ID_NUMBERS, blank=WITHOUT_ID, first=Min("pk"))
    groups: Rows = counted.filter(n__gt=1)
    return ordered(groups, "department_id", "name", "born")


def _tell_twice(rows: Sequence[Row], area: Area) -> list[Finding]:
    columns = ("department_id", "name", "born")
    shared = {f"{column}__in": {row[column] for row in rows} for column in columns}
    groups: defaultdict[tuple[object, ...], list[Row]] = defaultdict(list)
    for person in of_people(with_birth(area.people()).filter(**shared), "pk", "name", "born"):
        groups[tuple(person[column] for column in columns)].append(person)
    found = []
    for row in rows:
        group = groups[tuple(row[column] for column in columns)]
        subject = next(person for person in group if person["pk"] == row["first"])
        others = ((one["department_name"], one["section_name"]) for one in group if one != subject)
        words = _alike_words(row["born"], row["ids"] > 1)
        found.append(finding_of(subject, f"{words}{_named(others)}。"))
    return found


def _named(places: Iterable[tuple[str, str | None]]) -> str:
    """Departments and sections in words, of many the first."""
    names = [f"{department}{section or '（未分科室）'}" for department, section in places]
    more = f"等 {len(names)} 处" if len(names) > NAMED_AT_MOST else ""
    return "、".join(names[:NAMED_AT_MOST]) + more


def _alike_words(born: str, differ: bool) -> str:
    birth = f"同为 {born} 出生" if born else "都没有出生日期"
    return f"同名且{birth}（{'身份证号不同' if differ else '身份证号不全'}），还登记在"


def _tell_same_id_number(one: HealthMatch, others: Sequence[tuple[HealthMatch, str]]) -> str:
    places = _named((department, other.section) for other, department in others)
    return f"同一身份证号 {one.shared} 还登记在{places}。"


def _tell_same_name(one: HealthMatch, others: Sequence[tuple[HealthMatch, str]]) -> str:
    known = {one.identity, *(other.identity for other, _ in others)} - {""}
    places = _named((department, other.section) for other, department in others)
    return f"{_alike_words(one.shared, len(known) > 1)}{places}。"


CHECKS = (
    Across(
        code="same_id_number",
        title="一人登记在两个部门",
        severity=Severity.ERROR,
        why="同一身份证号在两个部门，编制被占两次，可能是调动后没有核减，也可能是“吃空饷”的线索。",
        action="确认人员现在的单位，在另一部门办理核减；借调的只在编制所在部门登记。",
        subject="person",
        members=same_id_number,
        tell=_tell_same_id_number,
    ),
    Across(
        code="same_name_and_birth",
        title="两个部门有同名同出生日期的人员",
        severity=Severity.WARNING,
        why="姓名和出生日期都相同，而身份证号不全或不同，可能是同一个人，也可能是巧合。",
        action="补全身份证号后再核对；是同一人的，在一个部门核减。",
        subject="person",
        members=same_name_and_birth,
        tell=_tell_same_name,
    ),
    InDepartment(
        code="twice_in_department",
        title="部门内重复登记，未标兼任",
        severity=Severity.WARNING,
        why="一人在两个科室任职应登记为一人加兼任职务；登记成两个人，实有人数就多算了。",
        action="保留主要科室的一条，另一个科室的职务登记为兼任。",
        subject="person",
        rows=_twice_in_department,
        tell=_tell_twice,
    ),
)
