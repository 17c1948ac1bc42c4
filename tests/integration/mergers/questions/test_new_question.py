"""A question that is only registered has its place in the tab, its page, its answer and its files."""

from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from mergers.models import PlanAnswer
from mergers.questions import registry
from mergers.questions.answer_out import AnswerOut
from mergers.questions.layout import Cell, Column, OnScreen, Row, Table, figure, figures
from mergers.questions.question import Question


def ask(asked, arguments, run):
    groups = asked.present()["groups"]
    return {"largest": max(groups, key=len), "number": len(groups)}, True


def show(answer, scene):
    row = Row((Cell(scene.group(answer["largest"])), figure(len(answer["largest"]), str)))
    table = Table("最大的大科室", (Column("成员"), *figures("科室数")), (row,))
    return OnScreen(f"{answer['number']} 个大科室中成员最多的有 2 个。", table=table)


@pytest.fixture
def largest(monkeypatch: pytest.MonkeyPatch) -> str:
    """A question of a few lines, added to the registry."""
    question = Question(
        name="largest",
        title="最大的大科室是哪个",
        about="看哪个大科室的成员最多。",
        ask=ask,
        show=show,
        out=AnswerOut,
        of_groups=True,
    )
    monkeypatch.setitem(registry.QUESTIONS, question.name, question)
    return question.name


def test_it_stands_in_the_tab_and_has_a_page(log_in, leader, asked, seven, largest):
    client, address = log_in(leader), reverse("plan_question", args=[asked.pk, largest])
    tab = client.get(reverse("plan_detail", args=[asked.pk]), {"tab": "questions"}).text
    assert f'hx-get="{address}"' in tab
    page = client.get(address).text
    assert "的有 2 个。" in page
    kept = PlanAnswer.objects.get().answer
    names = {str(section.pk): section.name for section in seven.values()}
    assert kept["number"] == 4
    assert " + ".join(names[pk] for pk in kept["largest"]) in page


def test_it_has_a_workbook(log_in, leader, asked, largest):
    address = reverse("plan_question_export", args=[asked.pk, largest, "xlsx"])
    sheet = CalamineWorkbook.from_filelike(BytesIO(log_in(leader).get(address).content))
    assert sheet.get_sheet_by_index(0).to_python()[-1][1:] == [2.0, ""]
