"""Uploading workbooks, and the imports made so far."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bigsection.accounts.models import User
from bigsection.accounts.requests import user_of
from bigsection.errors import Invalid
from bigsection.web.keyset import keyset_page
from bigsection.web.rendering import render_page
from departments import permissions
from departments.actions import imports
from departments.forms.imports import UploadForm
from departments.models import WorkbookImport
from departments.queries.directory import departments_to_choose
from departments.queries.imports import imports_of, open_jobs, with_counts
from departments.scope import region_chosen

PER_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """The upload form and the history; a good upload leads to its progress."""
    user = user_of(request)
    if request.method == "POST":
        permissions.check_import_anywhere(user)
        form = UploadForm(request.POST, request.FILES, user=user)
        if form.is_valid():
            return _uploaded(request, form, user)
    else:
        form = UploadForm(user=user)
    region = region_chosen(user, request.GET)
    page = keyset_page(with_counts(imports_of(user, region)), request.GET.get("page"), PER_PAGE)
    jobs = open_jobs(page)
    context = {
        "form": form,
        "page": page,
        "region": region,
        "jobs": jobs,
        "busy": bool(jobs),
        "max_mb": settings.UPLOAD_MAX_MB,
        "present_departments": departments_to_choose(user, edited=True),
    }
    status = 422 if form.errors else 200
    return render_page(request, "departments/import_list.html", context, status=status)


def _uploaded(request: HttpRequest, form: UploadForm, user: User) -> HttpResponse:
    """Take every file; one that is refused does not keep the others out."""
    taken: list[WorkbookImport] = []
    place = form.chosen_place()
    for file in form.cleaned_data["files"]:
        try:
            taken.append(
                imports.upload(
                    file_name=file.name,
                    data=file.read(),
                    region=place.region,
                    department=place.department,
                    by=user,
                    at=timezone.now(),
                )
            )
        except Invalid as error:
            messages.error(request, f"{error.message}{error.hint}")
    if len(taken) == 1:
        return redirect("import_detail", taken[0].pk)
    if taken:
        messages.success(request, f"已收到 {len(taken)} 个文件，正在读取；请逐个核对。")
    return redirect("import_list")
