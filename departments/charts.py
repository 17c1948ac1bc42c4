"""Organisation charts of the live structure, and the files in which any chart is handed out."""

from django.conf import settings

from bigsection.errors import NotInstalled
from bigsection.web.id_numbers import mask_id_numbers
from departments.models import Department, Post, PostLevel, Section
from departments.orgchart.embedding import with_letters
from departments.orgchart.export import to_pdf, to_png
from departments.orgchart.fonts import FontMissing, Fonts, printable
from departments.orgchart.model import Box, Chart
from departments.orgchart.svg import to_svg

CONTENT_TYPES: dict[str, str] = {
    "svg": "image/svg+xml; charset=utf-8",
    "png": "image/png",
    "pdf": "application/pdf",
}


def department_chart(department: Department) -> Chart:
    """The chart of a department today: leaders on top, sections below, big sections as headings."""
    sections = department.sections.standing().select_related("group")
    children: list[Box] = []
    groups: dict[int, list[Box]] = {}
    for section in sections:
        if section.group is None:
            children.append(section_box(section))
            continue
        if section.group.pk not in groups:
            groups[section.group.pk] = []
            children.append(Box(id=f"group-{section.group.pk}", title=section.group.name))
        groups[section.group.pk].append(section_box(section))
    placed = [_with_members(box, groups) for box in children]
    root = top_box(department, tuple(placed))
    return Chart(title=f"{department.name}内设机构图", root=root)


def _with_members(box: Box, groups: dict[int, list[Box]]) -> Box:
    if not box.id.startswith("group-"):
        return box
    members = groups[int(box.id.removeprefix("group-"))]
    return Box(id=box.id, title=box.title, children=tuple(members))


def top_box(department: Department, children: tuple[Box, ...] = ()) -> Box:
    """The department's own box, with its leaders: a line for each post, 副部长：甲、乙."""
    leaders = (
        Post.objects.filter(
            department=department, level=PostLevel.LEADER, holder__standing="active"
        )
        .select_related("holder")
        .order_by("holder__position", "pk")
    )
    names: dict[str, list[str]] = {}
    for post in leaders:
        names.setdefault(post.title, []).append(post.holder.name)
    lines = tuple(f"{title}：{'、'.join(held)}" for title, held in names.items())
    return Box(
        id=f"department-{department.pk}", title=department.name, lines=lines, children=children
    )


def section_box(section: Section) -> Box:
    """One section as an upright box with its quota and people."""
    return Box(
        id=str(section.pk),
        title=section.name,
        lines=figure_lines(section.quota, section.headcount),
        kind=section.kind or None,
        line="、".join(section.lines) or None,
        people=section.headcount,
        quota=section.quota,
    )


def figure_lines(quota: int | None, people: float | None) -> tuple[str, ...]:
    """The figures at the foot of a box; what nobody stated is left out."""
    lines = [] if quota is None else [f"编{quota}"]
    return tuple(lines if people is None else [*lines, f"{people:g}人"])


def drawing(chart: Chart) -> str:
    """The chart as SVG, ID numbers masked before a name is set in columns, which cut them in two."""
    return to_svg(chart.rewritten(mask_id_numbers))


def draw(chart: Chart, as_format: str) -> bytes:
    """The chart as a file; characters the export fonts lack are replaced and named on it.

    ``as_format`` is one of CONTENT_TYPES. Raises NotInstalled when the fonts are missing (PNG and
    PDF only).
    """
    if as_format == "svg":
        return svg_file(drawing(chart))
    fonts = installed_fonts()
    svg = drawing(printable(chart, fonts)[0])
    return to_png(svg, fonts) if as_format == "png" else to_pdf(svg, fonts, title=chart.title)


def svg_file(svg: str) -> bytes:
    """A drawing of ours as a file to keep, with the letters it shows where the fonts are there."""
    try:
        return with_letters(svg, installed_fonts()).encode()
    except NotInstalled:
        return svg.encode()


def installed_fonts() -> Fonts:
    """The fonts of PNG and PDF; raises NotInstalled when they are missing."""
    try:
        return Fonts.in_directory(settings.FONT_DIR)
    except FontMissing as error:
        hint = "SVG 不需要字体，可先导出 SVG。"
        raise NotInstalled(f"{error}。", hint=hint) from error
