"""One import on its way through the pages: what a person sends, and what stands there then."""

import io
from pathlib import Path
from typing import Any

import openpyxl
from django.http import HttpResponse
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from bigsection.accounts.models import User
from departments.actions import imports
from departments.models import Department, Region, WorkbookImport

WORKBOOKS = Path(__file__).parents[2] / "data" / "workbooks"


def changed(name: str, **cells: object) -> bytes:
    """A sample workbook with some cells of its first sheet changed: ``C2="新名"``."""
    book = openpyxl.load_workbook(WORKBOOKS / name)
    for cell, value in cells.items():
        book.worksheets[0][cell] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class Wizard:
    """An uploaded file and the person who brings it through; jobs run when a request ends."""

    def __init__(
        self,
        client: Client,
        by: User,
        region: Region,
        name: str,
        *,
        data: bytes | None = None,
        department: Department | None = None,
    ) -> None:
        self.client = client
        with TestCase.captureOnCommitCallbacks(execute=True):
            self.row = imports.upload(
                file_name=name,
                data=(WORKBOOKS / name).read_bytes() if data is None else data,
                region=region,
                department=department,
                by=by,
                at=timezone.now(),
            )
        self.row.refresh_from_db()

    def url(self, step: str = "detail") -> str:
        return reverse(f"import_{step}", args=[self.row.pk])

    def get(self, page: str = "detail", **asked: str) -> HttpResponse:
        return self.client.get(self.url(page), asked)

    def post(self, step: str, data: dict[str, Any] | None = None) -> HttpResponse:
        with TestCase.captureOnCommitCallbacks(execute=True):
            seen = {"seen": WorkbookImport.objects.get(pk=self.row.pk).version}
            response = self.client.post(self.url(step), seen | (data or {}))
        self.row = WorkbookImport.objects.get(pk=self.row.pk)
        return response

    def choose(self, **answers: str) -> HttpResponse:
        """Send answers of the review; a name is written with _ for -: ``fix_0_12_3="5"``."""
        return self.post(
            "choose", {name.replace("_", "-"): value for name, value in answers.items()}
        )

    def table(self, name: str) -> dict[str, Any]:
        return next(table for table in self.row.review["tables"] if table["table"] == name)

    def problem_codes(self) -> list[str]:
        return [problem["code"] for problem in self.row.review["problems"]]
