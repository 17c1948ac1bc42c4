"""Checks of quotas: what is authorised, by what document, and whether the sums agree."""

from django.db.models import Case, Count, F, Q, QuerySet, Sum, When

from departments.health.check import Area, InDepartment, Row, Rows, Severity, told
from departments.health.places import of_departments, of_sections, ordered
from departments.models import LifecycleStatus, Quota
from departments.queries.figures import with_totals


def _quotas(area: Area) -> QuerySet[Quota]:
    """The quota rows of standing departments and their standing sections."""
    standing = Q(section=None) | Q(section__standing=LifecycleStatus.ACTIVE)
    return Quota.objects.filter(standing, department__in=area.shown.values("pk"))


def _department_missing(area: Area) -> Rows:
    return of_departments(area.shown.filter(quota=None))


def _section_missing(area: Area) -> Rows:
    return of_sections(area.sections().filter(quota=None))


def _over_quota(area: Area) -> Rows:
    found: Rows = with_totals(area.shown)
    return of_departments(found.filter(at_work__gt=F("quota")), "quota", "at_work")


def _tell_over_quota(row: Row) -> str:
    over = row["at_work"] - row["quota"]
    return f"核定编制 {row['quota']} 名，实有 {row['at_work']} 人，超编 {over} 人。"


def _sections_over(area: Area) -> Rows:
    total = Sum("sections__quota", filter=Q(sections__standing=LifecycleStatus.ACTIVE))
    found = area.shown.annotate(total=total).filter(total__gt=F("quota"))
    return of_departments(found, "quota", "total")


def _tell_sections_over(row: Row) -> str:
    over = row["total"] - row["quota"]
    return f"各科室编制合计 {row['total']} 名，部门核定 {row['quota']} 名，多 {over} 名。"


def _types_differ(area: Area) -> Rows:
    """Rows by type, all of them authorised, that do not add up to the total they belong to."""
    totals: Rows = _quotas(area).values(
        "department_id",
        "section_id",
        department_name=F("department__name"),
        section_name=F("section__name"),
        stated=Case(When(section=None, then="department__quota"), default="section__quota"),
    )
    summed = totals.annotate(
        total=Sum("authorised"), open=Count("pk", filter=Q(authorised=None))
    ).filter(open=0)
    differing: Rows = summed.exclude(stated=None).exclude(total=F("stated"))
    return ordered(differing, "department_id", "section_id")


def _tell_types_differ(row: Row) -> str:
    return f"分类编制合计 {row['total']} 名，核定编制 {row['stated']} 名。"


def _document_missing(area: Area) -> Rows:
    rows: Rows = _quotas(area).values("department_id", department_name=F("department__name"))
    counted = rows.annotate(every=Count("pk"), blank=Count("pk", filter=Q(document_number="")))
    without: Rows = counted.filter(blank__gt=0)
    return ordered(without, "department_id")


def _tell_document_missing(row: Row) -> str:
    return f"{row['every']} 条编制记录中有 {row['blank']} 条没有文号。"


CHECKS = (
    InDepartment(
        code="department_over_quota",
        title="部门超编",
        severity=Severity.ERROR,
        why="实有人数超过核定编制，属于超编进人，是机构编制纪律检查的重点。",
        action="核对实有人数是否含借调、编外人员；确属超编的，制定消化计划。",
        subject="department",
        rows=_over_quota,
        tell=told(_tell_over_quota),
    ),
    InDepartment(
        code="department_quota_missing",
        title="部门没有核定编制",
        severity=Severity.WARNING,
        why="没有部门编制总数，就无法判断超编、空编，也无法核算整合后的编制。空白不等于 0。",
        action="按“三定”规定补填部门核定编制。",
        subject="department",
        rows=_department_missing,
        tell=told(lambda row: "部门核定编制未填。"),
    ),
    InDepartment(
        code="quota_types_differ",
        title="分类编制合计与核定编制不符",
        severity=Severity.WARNING,
        why="行政、事业、工勤等各类编制之和应等于核定编制，不等说明有一处填错或漏填一类。",
        action="对照批复文件，改正分类编制或核定编制。",
        subject="section",
        rows=_types_differ,
        tell=told(_tell_types_differ),
    ),
    InDepartment(
        code="document_number_missing",
        title="编制没有文号",
        severity=Severity.WARNING,
        why="每一笔编制都应有批准文件；没有文号，核查时无法证明编制的来源。",
        action="补填批准文件的文号。",
        subject="department",
        rows=_document_missing,
        tell=told(_tell_document_missing),
    ),
    InDepartment(
        code="section_quotas_over",
        title="科室编制合计超过部门编制",
        severity=Severity.INFO,
        why="编制按部门核定，科室编制是内部分配数，不要求加总相等（单位领导不在科室内）；"
        "但合计超过部门总数，说明有的科室多分了。",
        action="核对科室的内部分配数。",
        subject="department",
        rows=_sections_over,
        tell=told(_tell_sections_over),
    ),
    InDepartment(
        code="section_quota_missing",
        title="科室没有编制数",
        severity=Severity.INFO,
        why="科室编制是内部分配数，可以不填；填了才能看出科室空编、按编制核定职数。",
        action="需要时补填；空白不会按 0 计算。",
        subject="section",
        rows=_section_missing,
        tell=told(lambda row: "科室编制未填。"),
    ),
)
