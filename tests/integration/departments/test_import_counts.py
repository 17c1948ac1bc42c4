"""The figures of a review agree, whatever the workbook: tiles, tabs, filters and lists."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from departments import importing
from departments.importing import answers
from departments.importing.choices import Choices
from departments.importing.review import ROWS_LISTED
from departments.models import Department, ImportStatus
from departments.queries import imports
from tests.factories import RegionFactory, WorkbookImportFactory

pytestmark = pytest.mark.django_db
WORKBOOKS = Path(__file__).parents[2] / "data" / "workbooks"
SAMPLES = sorted(
    path for path in WORKBOOKS.iterdir() if path.suffix != ".json" and "打不开" not in path.name
)
BAD_ROWS = """科室名称,职责,核定编制
预算科,编制年度预算,三
预算科,编制年度预算,3
,拟订会计制度,2
法规科,起草规范性文件,
"""


def assert_figures_agree(review: dict[str, Any]) -> None:
    """Every figure of the page counts rows or problems that it shows."""
    counts = review["counts"]
    total: Counter[str] = Counter()
    for table in review["tables"]:
        for status in imports.STATUSES:
            view = imports.table_view(review, table["table"], status)
            if status != "unchanged":  # counted, not listed
                assert len(view.rows) + view.more == view.counts[status]
                assert view.more == 0 or len(view.rows) == ROWS_LISTED
        total += Counter(table["counts"])
    del total["missing"]  # not in the file
    assert total == Counter({name: counts.get(name, 0) for name in total})
    assert total.total() == review["row_total"]
    for show in ("error", "warning", "all"):
        view = imports.problems_view(review, show)
        assert len(view.rows) + view.more == view.counts[view.show]
    refused = {
        (row["sheet"], row["row"])
        for table in review["tables"]
        for row in table["rows"]
        if row["status"] == "rejected"
    }
    errors = imports.problems_view(review, "error")
    assert errors.more or refused <= {(row["sheet"], row["row"]) for row in errors.rows}


def review_of(data: Path | bytes, only: str | None, left_out: frozenset[Any]) -> dict[str, Any]:
    region = RegionFactory.build(pk=0)
    choices = Choices(left_out=left_out)
    reading = importing.read(data, "名册.csv", only, choices)
    department = Department(region=region, name=only) if only else None
    return importing.review_of(
        reading, importing.compare(reading, region, department, choices), choices
    )


@pytest.mark.parametrize("only", [None, "示例市司法局"])
@pytest.mark.parametrize(
    "data", [*SAMPLES, BAD_ROWS.encode()], ids=lambda d: getattr(d, "stem", "bad")
)
def test_all_figures_of_a_review_agree(data, only) -> None:
    """Also where a department is named that most rows do not belong to, and once every row with
    an error is left out: then no row is refused any more.
    """
    review = review_of(data, only, frozenset())
    assert_figures_agree(review)
    rows = frozenset(answers.error_rows(review))
    again = review_of(data, only, rows)
    assert_figures_agree(again)
    assert again["counts"]["rejected"] == 0
    assert again["counts"].get("left_out", 0) >= review["counts"]["rejected"]


@pytest.mark.both_databases
def test_the_list_shows_the_figures_of_the_review(log_in, clerk, department) -> None:
    review = review_of(BAD_ROWS.encode(), department.name, frozenset())
    found = WorkbookImportFactory.create(
        department=department, uploaded_by=clerk, review=review, status=ImportStatus.REVIEW
    )
    client = log_in(clerk)
    (listed,) = client.get(reverse("import_list")).context["page"]
    page = client.get(reverse("import_detail", args=[found.pk]))
    assert listed.errors == page.context["problem_counts"]["error"] > 0
    assert listed.rejected == page.context["counts"]["rejected"] > 0
    assert page.context["tab"] == "problems"  # what has problems opens with them
