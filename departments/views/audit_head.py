"""The head of the chain over the audit trail, for keeping elsewhere: on paper or as a file."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.audit import chain
from bigsection.errors import Missing
from bigsection.web.downloads import download
from departments import permissions


@require_safe
def audit_head(request: HttpRequest) -> HttpResponse:
    """A page to print: date, number of events, hash, and how to check them later."""
    permissions.check_see_audit(user_of(request))
    context = {"head": chain.head(), "now": timezone.now()}
    return render(request, "departments/audit_head.html", context)


@require_safe
def audit_head_file(request: HttpRequest) -> HttpResponse:
    """The same as a file; Missing while nothing is sealed."""
    permissions.check_see_audit(user_of(request))
    head = chain.head()
    if head is None:
        raise Missing("还没有封存的审计记录。", hint="后台进程在一分钟内封存，请稍后再试。")
    now = timezone.localtime()
    content = {
        "number": head.number,
        "hash": head.hash,
        "sealed_at": timezone.localtime(head.sealed_at).isoformat(),
        "exported_at": now.isoformat(),
        "check": f"manage.py verify_audit --head {head.number}:{head.hash}",
    }
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    return download(text.encode(), f"审计链头-{now:%Y-%m-%d}.json", "application/json")
