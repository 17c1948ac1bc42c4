"""The help page: the terms, the order of work, the score, the proof, who may do what, the keys."""

from collections.abc import Collection
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bigsection.web.glossary import TERMS, terms_with
from bigsection.web.rendering import render_page
from departments.models import Role
from departments.models.rule_set import default_weights
from departments.permissions import AUDIT_READERS, CONFIGURERS, EDITORS
from mergers.domain.workflow import TRANSITIONS
from mergers.permissions import STEP_NAMES

Work = tuple[str, Collection[str], str]
WORK: tuple[Work, ...] = (
    ("查看机构、数据体检、职能重叠和方案", tuple(Role), ""),
    ("导入数据、填写业务往来", EDITORS, ""),
    ("求方案、手工调整", EDITORS, ""),
)
REGION_WORK: tuple[Work, ...] = (
    ("导入整个地区的文件", CONFIGURERS, ""),
    ("裁定职责交叉、全域测算", CONFIGURERS, ""),
    ("修改规则集、词表，重新校准", CONFIGURERS, ""),
    ("查看审计", AUDIT_READERS, ""),
)
STEPS: tuple[Work, ...] = tuple(
    (
        f"方案：{STEP_NAMES[step.verb]}",
        step.roles,
        "" if step.author_may else "不能是拟稿人本人",
    )
    for step in TRANSITIONS.values()
)


def _line(work: Work) -> tuple[str, list[bool], str]:
    """A row of the table: what it is, whether each role may do it, what is to be noted."""
    name, roles, note = work
    return name, [role in roles for role in Role], note


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """The page; with ``?q=`` only the terms in which the words occur, for htmx the terms alone."""
    words = request.GET.get("q", "").strip()
    context: dict[str, Any] = {
        "words": words,
        "groups": terms_with(words),
        "parts": [(TERMS[part], weight) for part, weight in default_weights().items()],
        "roles": Role.labels,
        "work": [*map(_line, WORK), *map(_line, STEPS), *map(_line, REGION_WORK)],
    }
    return render_page(request, "mergers/help.html", context, fragment="mergers/_help_terms.html")
