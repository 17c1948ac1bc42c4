"""The answer to a question as a file: its chart as SVG or PNG, its table as an Excel workbook."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.errors import Missing
from bigsection.web.downloads import EXCEL, download
from bigsection.web.id_numbers import mask_id_numbers
from departments.charts import CONTENT_TYPES, installed_fonts, svg_file
from departments.orgchart.export import to_png
from departments.orgchart.fonts import SUBSTITUTE
from mergers.answer_page import AnswerPage, show
from mergers.questions.workbook import workbook_of
from mergers.scope import get_plan


@require_safe
def plan_question_export(
    request: HttpRequest, pk: int, question: str, as_format: str
) -> HttpResponse:
    """One answer as a file named after department, plan and question."""
    user = user_of(request)
    plan = get_plan(user, pk)
    if as_format not in ("svg", "png", "xlsx"):
        raise Missing("没有这种格式。", hint="请从方案的“问答”页导出。")
    shown = show(user, plan, question, request.GET, linked=False)
    content, kind = _file(shown, as_format, f"{plan.department.name}：{plan.title}")
    title = shown.inquiry.question.title
    return download(content, f"{plan.department.name}-方案{plan.pk}-{title}.{as_format}", kind)


def _file(shown: AnswerPage, as_format: str, source: str) -> tuple[bytes, str]:
    screen = shown.screen
    if as_format == "xlsx":
        if screen.table is None:
            raise Missing("这个问题没有表格可导出。", hint="请先在“问答”页查看结果。")
        return workbook_of(screen, screen.table, source), EXCEL
    if not screen.svg:
        raise Missing("这个问题没有图可导出。", hint="请先在“问答”页查看结果。")
    svg = mask_id_numbers(screen.svg)
    if as_format == "svg":
        return svg_file(svg), CONTENT_TYPES["svg"]
    fonts = installed_fonts()
    missing = fonts.missing(set(svg))
    table = {ord(character): SUBSTITUTE for character in missing}
    return to_png(svg.translate(table), fonts), CONTENT_TYPES["png"]
