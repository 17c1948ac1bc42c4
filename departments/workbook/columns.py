"""The one table of columns: what an import knows of each. Add a new column, or a new wording, here."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from departments.link_strengths import STRENGTHS
from departments.workbook.cell_texts import (
    ethnicity,
    lines_in,
    plain_text,
    political_status,
    quota_type,
    remark_text,
    section_kind,
    squeezed_text,
)
from departments.workbook.cells import Cell
from departments.workbook.dates import read_date
from departments.workbook.synonyms import SECTION_KINDS

QUOTA_TYPES = ("行政", "政法专项", "参公", "事业", "工勤")
Heading = tuple[str, int]
"""How the template heads a column, and its width in characters."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column, named as in the models, where it is the field of that name or of ``field``.

    ``label`` is its name on the page 对应, empty for one that is understood but not imported;
    ``wordings`` are the headers that mean it, by blanks between them, the usual one first (white
    space, "*" and brackets of a header are dropped before comparing). A wording may stand under
    several columns: the contents then decide (see ``recognise.py``). ``tables`` are the kinds of
    table that it belongs to, each with the heading in the template, None where that leaves it out;
    ``details`` may follow the name after a colon; ``choices`` are what its drop-down there offers;
    ``read`` makes a cell the value of a row, None where the reader of the table has its own way;
    ``in_links`` are wordings that count only in a table that sets sections beside sections (see
    ``links.py``), where they come first; ``published`` is another name that the document of
    ``import_workbook`` goes on giving it.
    """

    name: str
    label: str
    wordings: str = ""
    tables: Mapping[str, Heading | None] = dataclasses.field(default_factory=dict)
    details: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    read: Callable[[Cell], Any] | None = None
    field: str = ""
    in_links: str = ""
    published: str = ""


TABLES = {
    "quota": "部门",
    "sections": "科室",
    "duties": "职责",
    "workload": "工作量",
    "staff": "人员",
    "links": "业务往来",
}
"""The kinds of table, as their sheets in the template are called."""
YEARS = {"1": "第一年", "2": "第二年", "3": "第三年"}
_BUT_DEPARTMENTS = [table for table in TABLES if table != "quota"]
# In the order of the template. Figures under several header levels (编制/行政, 职数/正科/核定…) have
# no wordings: they are put together from word classes, see `figures.py`.
# fmt: off
COLUMNS: tuple[Column, ...] = (
    # whose row it is
    Column(
        "department", "部门",
        "部门 部门名称 单位 单位名称 所在部门 所在单位 所属部门 所属单位 工作单位 现工作单位 "
        "机关名称 所在机关 部门单位 单位部门 市直部门 填报单位 部门全称 单位全称 局办 委办局 "
        "委局办 服务单位",
        dict.fromkeys(TABLES, ("部门名称*", 28)),
    ),
    Column(
        "section", "科室",
        "股站 现所在科室 科室或股室 科室 科室名称 内设机构 内设机构名称 机构名称 所在科室 "
        "所属科室 科室股室 处室 处室名称 所在处室 股室 股室名称 所在股室 科室部门 内设科室 "
        "内设科室名称 名称 机构 科别 现科室 工作科室 任职科室 责任科室 承办科室 科处室 科股室 "
        "办公室名称 站所 站所名称 内设部门 现任科室 内设处室 内设处室名称 科室单位 所在内设机构 "
        "组室 大队科室 内设股室 所在岗位科室 办所名称 科室全称 牵头科室 编制所在科室 部室 "
        "部室名称 科队 机构全称",
        dict.fromkeys(_BUT_DEPARTMENTS, ("科室名称*", 22)) | {"staff": ("所在科室", 22)},
        in_links="发起科室 甲方科室 移交科室 移出科室 本科室 科室甲 科室一 科室A 甲科室",
    ),
    Column(
        "parent", "主管部门",
        "主管单位 主管部门 主管机关 上级单位 上级部门 隶属单位 隶属部门 隶属关系 归口部门 "
        "归口单位 主管局",
        {"sections": None},
    ),
    Column(
        "unit_type", "机构类别", "机构类别 机构类型 机构性质 单位类别 单位性质 单位类型 类别 类型",
        {"sections": None},
    ),
    # departments
    Column(
        "department_kind", "部门类别",
        "部门类别 部门类型 单位类别 单位类型 部门性质 机关类别 系统 类别",
        {"quota": ("部门类别", 14)}, field="kind",
        choices=("党委部门", "政府部门", "群团", "事业单位"), read=squeezed_text,
    ),
    Column(
        "department_code", "部门代码",
        "部门代码 单位代码 机构代码 统一社会信用代码 部门编码 单位编码",
        {"quota": ("部门代码", 14)}, read=squeezed_text,
    ),
    Column(
        "department_quota", "部门编制",
        "部门编制 部门核定编制 单位编制 单位核定编制 部门总编制 总编制数",
    ),
    # sections
    Column(
        "kind", "类别",
        "类别 科室类别 科室性质 科室类型 机构类别 机构类型 类型 性质 处室类别 股室类别 科室分类 "
        "分类 职能类别 机构分类 处室性质",
        {"sections": ("科室类别", 10)}, choices=SECTION_KINDS, read=section_kind,
    ),
    Column(
        "lines", "战线", "战线 条线 工作战线 口 业务条线 所属战线 线条",
        {"sections": ("战线", 10)}, read=lines_in, published="line",
    ),
    Column(
        "code", "编码", "科室代码 科室编码 内设机构代码 编码 代码 机构编码 科室编号",
        {"sections": ("科室代码", 12)}, read=squeezed_text, published="section_code",
    ),
    Column(
        "quota", "核定编制",
        tables={"quota": ("核定编制", 10), "sections": ("核定编制", 10)}, details=QUOTA_TYPES,
    ),
    Column("headcount", "实有人数", "", {"quota": ("实有人数", 10), "sections": ("实有人数", 10)}),
    Column("chief_posts", "正职职数", "", {"sections": ("正职职数", 10)}),
    Column("deputy_posts", "副职职数", "", {"sections": ("副职职数", 10)}),
    Column(
        "document_number", "文号",
        "文号 批准文号 批复文号 设立文号 批文号 发文字号 批准文件 批复文件 依据文号 设立依据 "
        "机构设立文号",
        {"sections": ("批准文号", 18)}, read=squeezed_text,
    ),
    # duties and work
    Column(
        "duty", "职责",
        "主要工作 承担的主要工作 承担工作 职责清单 职责条款 具体职责 职责 主要职责 工作职责 "
        "科室职责 科室职能 职能 主要职能 职责内容 三定职责 职能职责 岗位职责 职责描述 承担职责 "
        "工作职能 职责任务 职责事项 内设机构职责 主要工作职责 职能任务 三定规定职责 处室职责 "
        "职能事项 工作任务 机构职责",
        {"sections": None, "duties": ("职责*", 60), "workload": ("职责", 40)},
    ),
    Column(
        "matter", "具体事项",
        "细化任务 任务清单 工作清单 主要工作内容 具体事项 工作事项 事项 事项名称 工作内容 "
        "具体工作 具体工作事项 主要事项 具体任务 工作项目 业务事项 具体内容 量化事项 办理事项 "
        "细化事项 子事项 具体工作内容 工作任务 任务名称",
        {"workload": ("具体事项*", 40)},
    ),
    Column(
        "unit", "计量单位", "量化单位 计量单位 单位 计数单位 数量单位 统计单位 工作量单位",
        {"workload": ("量化单位", 10)}, read=squeezed_text,
    ),
    Column(
        "counts", "年度数量",
        "平均数量 年平均数量 三年平均 年均办件量 数量合计 数量 工作量 年工作量 年数量 年办件量 "
        "办件量 年办理量 年均数量 年均工作量 全年数量 年度数量 发生量 年业务量 业务量 办理数量 "
        "件数 年办件数 频次",
        {"workload": ("数量", 12)}, details=tuple(YEARS), published="count",
    ),
    Column(
        "hours_per_unit", "单件工时",
        "每件办理时间 人均用时 所需时间 耗时 用时 平均办理时间 办理时长 每件时长 单件时长 "
        "单件工时 单位工时 标准工时 工时 每件工时 单件用时 平均工时 单件耗时 平均用时 "
        "单件平均用时 每件用时 单次工时 单件标准工时 单项工时 办理用时 平均耗时 单件办理时间 "
        "单位耗时 每件耗时",
        {"workload": ("单件工时", 10)}, published="hours",
    ),
    Column(
        "duty_kind", "职责类型",
        "职责类型 来源 职责来源 职责类别 事项来源 职能来源 职责性质 类型 类别 性质 任务来源",
        {"duties": ("职责类型", 10), "workload": ("来源", 8)}, choices=("三定", "其他"),
        published="duty_type",
    ),
    # links between sections
    Column(
        "partner", "往来科室",
        tables={"links": ("往来科室*", 22)},
        in_links=(
            "往来科室 对口科室 承接科室 乙方科室 对接科室 接收科室 移入科室 对方科室 关联科室 "
            "相关科室 协作科室 配合科室 科室乙 科室二 科室B 乙科室"
        ),
    ),
    Column(
        "strength", "强度",
        tables={"links": ("强度", 10)}, choices=tuple(strength.word for strength in STRENGTHS),
        in_links=(
            "强度 频次 紧密程度 往来强度 往来频次 联系强度 联系程度 紧密度 密切程度 频繁程度 "
            "往来程度 关联程度 关联度 频率"
        ),
    ),
    Column(
        "note", "往来事项",
        tables={"links": ("往来事项", 40)},
        in_links=(
            "往来事项 移交事项 业务环节 往来内容 移交内容 交接事项 协作事项 衔接事项 衔接环节 "
            "往来业务 事项 具体事项 工作事项 工作内容"
        ),
        published="handover",
    ),
    # people
    Column(
        "name", "姓名",
        "姓名 人员姓名 职工姓名 干部姓名 在编人员姓名 名字 人员 人员名单 姓名全称 现有人员姓名 "
        "工作人员姓名 同志姓名",
        {"staff": ("姓名*", 10)},
    ),
    Column("gender", "性别", "性别 男女", {"staff": ("性别", 6)}, choices=("男", "女"), read=plain_text),
    Column("ethnicity", "民族", "民族 族别", {"staff": ("民族", 8)}, read=ethnicity),
    Column(
        "id_number", "身份证号",
        "身份证号 身份证号码 公民身份号码 公民身份证号码 身份证 身份证件号 证件号码 身份证件号码 "
        "公民身份证号 身份号码 居民身份证号 居民身份证号码 证件号",
        {"staff": ("身份证号", 22)},
    ),
    Column(
        "birth_date", "出生日期", "出生年月 出生日期 出生年月日 出生时间 生日 出生 生年月 出生年",
        {"staff": ("出生日期", 12)}, read=read_date,
    ),
    Column(
        "political_status", "政治面貌", "政治面貌 党派 政治面目 党派情况 面貌",
        {"staff": ("政治面貌", 12)}, read=political_status,
    ),
    Column(
        "work_since", "参加工作时间",
        "参加工作时间 参加工作日期 工作时间 参工时间 参加工作年月 何时参加工作 入职时间 参加工作 "
        "参工年月",
        {"staff": ("参加工作时间", 12)}, read=read_date, published="work_start",
    ),
    Column(
        "post", "职务",
        "职务 现任职务 现任职 岗位 职务名称 职务岗位 现职务 任职 岗位名称 行政职务 党政职务 "
        "现任岗位 工作岗位 职位 所任职务 领导职务 担任职务 职务职位 现岗位 现任职务岗位 单位职务 "
        "科内职务 科室职务",
        {"staff": ("职务", 16)}, read=plain_text,
    ),
    Column(
        "held_since", "任现职时间",
        "任职起始时间 起始任职时间 任现岗时间 任现职时间 任职时间 任现职务时间 现任职务时间 "
        "任现职年月 任职日期 任职年月 任现职日期 现职时间 任现岗位时间 现任职时间 担任现职时间 "
        "到岗时间 任现职起始时间",
        {"staff": ("任现职时间", 12)}, read=read_date, published="post_since",
    ),
    Column(
        "rank", "职级",
        "职务层次 职务级别 职级 现职级 职务职级 现任职级 公务员职级 职级名称 职级层次 "
        "现任职务层次",
        {"staff": ("职级", 16)}, read=plain_text,
    ),
    Column(
        "quota_type", "编制类型",
        "岗位性质 用工性质 编制身份 使用编制 人员编制类别 占编性质 用工形式 用工类型 编制类型 "
        "编制性质 人员编制 编制 编制类别 编制种类 人员性质 身份性质 人员身份 身份类别 用编类型 "
        "占编类型 编制形式 人员编制性质 人员类别 身份 占用编制 占用编制类型 在编类型 人员类型 "
        "用编性质",
        {"staff": ("编制类型", 10)}, choices=QUOTA_TYPES, read=quota_type,
    ),
    Column(
        "education", "学历", "学历 文化程度 最高学历 全日制学历 学历学位 教育程度 现有学历",
        {"staff": ("学历", 10)}, read=plain_text,
    ),
    Column(
        "employment", "人员状态",
        "人员状态 状态 在岗状态 在岗情况 在职状态 人员现状 在职情况 工作状态",
        {"staff": ("人员状态", 10)}, choices=("在岗", "借调", "挂职", "退二线", "长期病假"),
        read=plain_text, published="status",
    ),
    # in every table
    Column(
        "remark", "备注", "备注 说明 备注说明 其他说明 附注 其他情况 情况说明",
        dict.fromkeys(TABLES) | {"sections": ("备注", 24), "staff": ("备注", 24)},
        read=remark_text,
    ),
    # understood, but not imported: listed among the ignored columns without a word
    Column(
        "ordinal", "",
        "序号 编号 序 号 行号 顺序号 项次 单位序号 主 次 排序 顺序 NO No. 科室序号 人员序号",
    ),
    Column("level", "", "级别 机构级别 规格 机构规格 单位级别 层级 行政级别 机构层级"),
    Column(
        "section_count", "", "内设科室数 科室数 内设机构数 内设机构个数 机构数 科室数量 科室个数",
    ),
    Column(
        "chief_name", "",
        "负责人 科室负责人 科长姓名 主要负责人 责任人 负责人姓名 填表人 分管领导 分管负责人 "
        "联系人",
    ),
    Column("age", "", "年龄 周岁 实足年龄"),
    Column("seniority", "", "工龄 任现职年限 任职年限 工作年限 公务员工龄"),
    Column("native_place", "", "籍贯 出生地 户籍 户籍地 籍贯地"),
    Column("phone", "", "联系电话 电话 手机 手机号 手机号码 办公电话 联系方式 电话号码 移动电话"),
    Column("party_since", "", "入党时间 入党日期 入党年月"),
    Column(
        "school", "",
        "毕业院校 毕业学校 毕业院校及专业 毕业院校系及专业 专业 所学专业 学位 毕业时间",
    ),
    Column("title", "", "职称 专业技术职务 技术职称 职业资格 熟悉专业有何专长"),
    Column(
        "function_type", "", "职责依据 法律依据 依据 设定依据 职能类型 权力类型 事项类型 事项类别",
    ),
    Column(
        "rank_since", "", "任现职级时间 现职级时间 任职级时间 职级时间 任同级时间 任同职级时间",
    ),
    Column("problem", "", "问题"),
    Column("funding", "", "经费来源 经费形式 拨款方式"),
)
# fmt: on


@cache
def columns_of(table: str) -> tuple[Column, ...]:
    """Return the columns of a kind of table, in the order of the template."""
    return tuple(column for column in COLUMNS if table in column.tables)


def column_of(name: str) -> Column:
    """Return the line of a column, also with a detail after a colon; an empty one if it has none."""
    base = name.partition(":")[0]
    return next((column for column in COLUMNS if column.name == base), Column(base, ""))


def label_of(name: str) -> str:
    """Return what the page 对应 calls a column; empty for one that is not imported."""
    return column_of(name).label


def published(name: str) -> str:
    """Return what the document of ``import_workbook`` calls a column."""
    _, colon, detail = name.partition(":")
    return f"{(column := column_of(name)).published or column.name}{colon}{detail}"


@cache
def by_wording() -> dict[str, tuple[str, ...]]:
    """Return the columns that each wording may mean."""
    found: dict[str, dict[str, None]] = {}
    for column in COLUMNS:
        for wording in column.wordings.split():
            found.setdefault(wording.lower(), {})[column.name] = None
    return {wording: tuple(names) for wording, names in found.items()}


@cache
def by_link_wording() -> dict[str, str]:
    """Return the column that each wording means in a table of links."""
    return {word.lower(): column.name for column in COLUMNS for word in column.in_links.split()}
