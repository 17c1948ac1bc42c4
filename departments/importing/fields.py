"""How fields of the workbook's records are called in the models and on the screen."""

from departments.models import DepartmentKind, DutyKind, PostLevel, SectionKind

TITLES = {
    "departments": "部门",
    "sections": "科室",
    "duties": "职责",
    "workload": "工作量",
    "links": "业务往来",
    "staff": "人员",
}

LABELS = {
    "kind": "类别",
    "lines": "战线",
    "code": "编码",
    "name": "名称",
    "quota": "核定编制",
    "quota_by_type": "分类编制",
    "headcount": "实有人数",
    "chief_posts": "正职职数",
    "deputy_posts": "副职职数",
    "document_number": "批准文号",
    "remark": "备注",
    "duty_kind": "职责类型",
    "unit": "量化单位",
    "counts": "年度数量",
    "hours_per_unit": "单件工时",
    "section": "所在科室",
    "gender": "性别",
    "ethnicity": "民族",
    "id_number": "身份证号",
    "birth_date": "出生日期",
    "political_status": "政治面貌",
    "work_since": "参加工作时间",
    "post": "职务",
    "held_since": "任现职时间",
    "rank": "职级",
    "quota_type": "编制类型",
    "education": "学历",
    "employment": "人员状态",
    "strength": "强度",
    "note": "往来事项",
}

SECTION_KINDS = {str(label): value for value, label in SectionKind.choices}
DUTY_KINDS = {"三定": DutyKind.STATUTORY.value, "其他": DutyKind.OTHER.value}
DEPARTMENT_KINDS = {str(label): value for value, label in DepartmentKind.choices if value}

CHIEF_WORDS = (
    "科长",
    "股长",
    "处长",
    "部长",
    "主任",
    "书记",
    "队长",
    "所长",
    "站长",
    "组长",
    "室主任",
)


def post_level(title: str, *, in_section: bool) -> PostLevel:
    """What a post counts as, read from its title; a title with 科员 is a rank, not a post of a
    leader, whatever else it says (一级主任科员).
    """
    if not in_section:
        return PostLevel.LEADER
    if "科员" in title or "办事员" in title:
        return PostLevel.MEMBER
    if "副" in title:
        return PostLevel.DEPUTY
    return PostLevel.CHIEF if title.endswith(CHIEF_WORDS) else PostLevel.MEMBER
