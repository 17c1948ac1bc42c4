"""Checks of people's places: no section, a section that is gone, and past retirement age."""

from collections.abc import Sequence

from django.db.models import Exists, F, OuterRef, Q

from departments.health.check import (
    Area,
    Finding,
    InDepartment,
    Row,
    Rows,
    Severity,
    finding_of,
    told,
)
from departments.health.id_numbers import with_birth, with_gender
from departments.health.places import of_people
from departments.models import LifecycleStatus, Post, PostLevel
from departments.retirement import Career, career_of, last_retired_birth, retirement_month

LEFT = ("退休", "离休", "调出", "调离", "辞职", "辞退", "开除", "解聘", "离职", "死亡", "去世")
WORKER, HIGH_RANKS = "工勤", ("调研员", "巡视员")
CAREER_WORDS = {
    Career.MAN: "男 60→63 岁",
    Career.WOMAN_CADRE: "女干部 55→58 岁",
    Career.WOMAN_WORKER: "女职工 50→55 岁",
}


def _without_section(area: Area) -> Rows:
    leading = Post.objects.filter(level=PostLevel.LEADER, holder=OuterRef("pk"))
    return of_people(area.people().filter(~Exists(leading), section=None))


def _misplaced(area: Area) -> Rows:
    gone = Q(section__standing=LifecycleStatus.ABOLISHED)
    elsewhere = Q(section__isnull=False) & ~Q(section__department=F("department"))
    return of_people(area.people().filter(gone | elsewhere), "section__standing")


def _tell_misplaced(row: Row) -> str:
    gone = row["section__standing"] == LifecycleStatus.ABOLISHED
    return f"所在科室“{row['section_name']}”{'已撤销' if gone else '属于其他部门'}。"


def _at_post(area: Area) -> Rows:
    """Those whom the roster still counts as at work."""
    people: Rows = area.people()
    for word in LEFT:
        people = people.exclude(employment__contains=word)
    return people


def _past_retirement(area: Area) -> Rows:
    """The courses of ``retirement.career_of`` as conditions, each with its month of birth."""
    titled = Exists(Post.objects.filter(holder=OuterRef("pk"), title__contains=WORKER))
    worker = Q(quota_type__contains=WORKER) | Q(titled)
    high = Q(rank__contains=HIGH_RANKS[0]) | Q(rank__contains=HIGH_RANKS[1])
    woman = Q(sex="女")
    past = (
        (Q(sex="男") & _born_by(Career.MAN, area))
        | (woman & worker & _born_by(Career.WOMAN_WORKER, area))
        | (woman & ~worker & high & _born_by(Career.MAN, area))
        | (woman & ~worker & ~high & _born_by(Career.WOMAN_CADRE, area))
    )
    # nobody younger than the latest of the three is past it: keeps the join to posts small
    eldest = max(last_retired_birth(area.today, career) for career in Career)
    people = (
        with_gender(with_birth(_at_post(area))).exclude(born="").filter(born__lt=eldest + "-99")
    )
    return of_people(people.filter(past), "pk", "born", "sex", "quota_type", "rank")


def _born_by(career: Career, area: Area) -> Q:
    """Born in or before the last month that is past retirement: ``1964-10-31 < 1964-10-99``."""
    return Q(born__lt=last_retired_birth(area.today, career) + "-99")


def _tell_past_retirement(rows: Sequence[Row], area: Area) -> list[Finding]:
    held = Post.objects.filter(holder__in=[row["pk"] for row in rows])
    titles: dict[int, list[str]] = {}
    for holder, title in held.values_list("holder", "title"):
        titles.setdefault(holder, []).append(title)
    found = []
    for row in rows:
        career = career_of(
            row["sex"],
            quota_type=row["quota_type"],
            rank=row["rank"],
            titles=titles.get(row["pk"], ()),
        )
        assert career is not None  # noqa: S101 -- the query takes nobody without a gender
        year, month = retirement_month(int(row["born"][:4]), int(row["born"][5:7]), career)
        found.append(
            finding_of(
                row,
                f"{row['sex']}，{row['born']} 出生，应于 {year}-{month:02d} 退休"
                f"（按{CAREER_WORDS[career]}），名册仍在岗。",
            )
        )
    return found


CHECKS = (
    InDepartment(
        code="person_misplaced",
        title="人员登记在已撤销或其他部门的科室",
        severity=Severity.ERROR,
        why="科室撤销或调整后人员没有跟着转，这些人在任何科室的统计中都找不到。",
        action="把人员改到现在的科室。",
        subject="person",
        rows=_misplaced,
        tell=told(_tell_misplaced),
    ),
    InDepartment(
        code="past_retirement",
        title="已到退休年龄仍在岗",
        severity=Severity.WARNING,
        why="2025 年起退休年龄逐月延迟：男 60→63 岁、女干部 55→58 岁（每 4 个月延 1 个月），"
        "女职工 50→55 岁（每 2 个月延 1 个月）。名册不区分干部和职工：编制类型或职务为工勤的按职工，"
        "其余按干部；女性职级为调研员以上的，按县处级与男性相同。",
        action="核对出生日期和身份；已退休的改人员状态，办理弹性延迟退休的在备注中注明。",
        subject="person",
        rows=_past_retirement,
        tell=_tell_past_retirement,
    ),
    InDepartment(
        code="person_without_section",
        title="非领导人员没有科室",
        severity=Severity.WARNING,
        why="只有单位领导不在科室内；其他人没有科室，科室人数就少算了。",
        action="补填所在科室；是单位领导的，补登领导职务。",
        subject="person",
        rows=_without_section,
        tell=told(lambda row: "没有所在科室，也没有单位领导职务。"),
    ),
)
