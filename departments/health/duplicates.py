"""Checks for one person who is on rosters twice."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from django.db.models import Count, F, Min, Q, Value
from django.db.models.functions import NullIf

from bigsection.web.id_numbers import masked
from departments.health.check import Area, Check, Finding, Row, Rows, Severity, Teller, finding_of
from departments.health.id_numbers import with_birth
from departments.health.places import of_people, ordered
from departments.models import Post, StaffMember


def _everybody(area: Area) -> Rows:
    """All people in the scope: the other half of a pair may be outside what is shown."""
    return StaffMember.objects.standing().filter(department__in=area.scope.values("pk"))


def _first_shown(area: Area) -> Min:
    """The first of a group that is among what is shown; NULL leaves the group out."""
    return Min("pk", filter=Q(department__in=area.shown.values("pk")))


DEPARTMENTS = Count("department", distinct=True)
ID_NUMBERS = Count(NullIf("id_number", Value("")), distinct=True)
WITHOUT_ID = Count("pk", filter=Q(id_number=""))


def _same_id_number(area: Area) -> Rows:
    rows: Rows = _everybody(area).exclude(id_number="").order_by().values("id_number")
    counted = rows.annotate(departments=DEPARTMENTS, first=_first_shown(area))
    groups: Rows = counted.filter(departments__gt=1, first__isnull=False)
    return ordered(groups, "id_number")


def _same_name_and_birth(area: Area) -> Rows:
    """Across departments; those who share the ID number too are found by it already."""
    rows: Rows = with_birth(_everybody(area)).exclude(born="").order_by().values("name", "born")
    counted = rows.annotate(
        departments=DEPARTMENTS, ids=ID_NUMBERS, blank=WITHOUT_ID, first=_first_shown(area)
    )
    apart = counted.filter(departments__gt=1, first__isnull=False)
    groups: Rows = apart.exclude(ids=1, blank=0)
    return ordered(groups, "name", "born")


def _twice_in_department(area: Area) -> Rows:
    """Same name and birth date in one department, neither being marked as a concurrent post."""
    concurrent = Post.objects.filter(concurrent=True).values("holder")
    main = area.people().exclude(pk__in=concurrent).exclude(remark__contains="兼")
    rows: Rows = (
        with_birth(main)
        .order_by()
        .values("department_id", "name", "born", department_name=F("department__name"))
    )
    counted = rows.annotate(n=Count("pk"), ids=ID_NUMBERS, blank=WITHOUT_ID, first=Min("pk"))
    groups: Rows = counted.filter(n__gt=1)
    return ordered(groups, "department_id", "name", "born")


def _same_name_words(row: Row) -> str:
    birth = f"同为 {row['born']} 出生" if row["born"] else "都没有出生日期"
    return f"同名且{birth}（{'身份证号不同' if row['ids'] > 1 else '身份证号不全'}），还登记在"


def _teller(
    people: Callable[[Area], Rows], columns: tuple[str, ...], words: Callable[[Row], str]
) -> Teller:
    """A teller of groups that share ``columns``, who are looked for among ``people``."""

    def tell(rows: Sequence[Row], area: Area) -> list[Finding]:
        shared = {f"{column}__in": {row[column] for row in rows} for column in columns}
        groups: defaultdict[tuple[object, ...], list[Row]] = defaultdict(list)
        more = [column for column in columns if column != "department_id"]
        for person in of_people(people(area).filter(**shared), "pk", *more):
            groups[tuple(person[column] for column in columns)].append(person)
        return [
            _finding(row, groups[tuple(row[column] for column in columns)], words(row))
            for row in rows
        ]

    return tell


def _finding(row: Row, group: Sequence[Row], words: str) -> Finding:
    """The finding about the first of a group that is shown; the others follow ``words``."""
    subject = next(person for person in group if person["pk"] == row["first"])
    others = [
        f"{person['department_name']}{person['section_name'] or '（未分科室）'}"
        for person in group
        if person is not subject
    ]
    return finding_of(subject, f"{words}{'、'.join(others)}。")


CHECKS = (
    Check(
        code="same_id_number",
        title="一人登记在两个部门",
        severity=Severity.ERROR,
        why="同一身份证号在两个部门，编制被占两次，可能是调动后没有核减，也可能是“吃空饷”的线索。",
        action="确认人员现在的单位，在另一部门办理核减；借调的只在编制所在部门登记。",
        subject="person",
        rows=_same_id_number,
        tell=_teller(
            _everybody,
            ("id_number",),
            lambda row: f"同一身份证号 {masked(row['id_number'])} 还登记在",
        ),
    ),
    Check(
        code="same_name_and_birth",
        title="两个部门有同名同出生日期的人员",
        severity=Severity.WARNING,
        why="姓名和出生日期都相同，而身份证号不全或不同，可能是同一个人，也可能是巧合。",
        action="补全身份证号后再核对；是同一人的，在一个部门核减。",
        subject="person",
        rows=_same_name_and_birth,
        tell=_teller(lambda area: with_birth(_everybody(area)), ("name", "born"), _same_name_words),
    ),
    Check(
        code="twice_in_department",
        title="部门内重复登记，未标兼任",
        severity=Severity.WARNING,
        why="一人在两个科室任职应登记为一人加兼任职务；登记成两个人，实有人数就多算了。",
        action="保留主要科室的一条，另一个科室的职务登记为兼任。",
        subject="person",
        rows=_twice_in_department,
        tell=_teller(
            lambda area: with_birth(area.people()),
            ("department_id", "name", "born"),
            _same_name_words,
        ),
    ),
)
