"""One question about a plan: its card as a page of its own, or for htmx the card alone."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bigsection.accounts.requests import user_of
from bigsection.errors import Invalid
from bigsection.web.rendering import render_page, wants_fragment
from mergers.actions import answers
from mergers.scope import get_plan
from mergers.views.plan_question_card import card_of, refused_card


@require_http_methods(["GET", "HEAD", "POST"])
def plan_question(request: HttpRequest, pk: int, question: str) -> HttpResponse:
    """The answer as far as a moment gives it; a POST asks to work on until it is complete."""
    user = user_of(request)
    plan = get_plan(user, pk)
    given: Any = request.POST if request.method == "POST" else request.GET
    if request.method == "POST":
        one = answers.inquiry(plan, question, given)
        answers.ask_at_length(one, by=user, at=timezone.now())
        if not wants_fragment(request):
            kept = one.question.given(given)
            return redirect(reverse("plan_question", args=[pk, question], query=kept))
    try:
        context, status = card_of(user, plan, question, given), 200
    except Invalid as error:
        if wants_fragment(request):
            raise
        context = refused_card(user, plan, question, given, error)
        status = error.status
    page, card = "mergers/plan_question.html", "mergers/_plan_questions_card.html"
    return render_page(request, page, context, fragment=card, status=status)
