"""The guard of long lists: whatever there is in a province, no page and no answer grows with it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import models, transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from bigsection.accounts.models import User
from departments.models import (
    ColumnMapping,
    Department,
    Region,
    Section,
)
from departments.scope import REGION_ROLES
from mergers.models import PlanStatus, RegionStudy
from tests.factories import (
    AuditEventFactory,
    DecisionFactory,
    DepartmentFactory,
    DutyRulingFactory,
    MembershipFactory,
    MergePlanFactory,
    RegionFactory,
    SectionFactory,
    StaffMemberFactory,
    UserFactory,
    WorkbookImportFactory,
)
from tests.factories.work import NOON
from tests.integration.filled import ADDRESSES, address_of, filled

__all__ = ["filled"]

MANY = 300
"""Departments of the province, in regions of fifty each; plans of each kind, imports, rulings …"""
REGIONS = 6
MOST_ELEMENTS = 2_400
"""Of any page."""
MOST_ROWS = 100
"""Of any list in an answer of the API, unless more are asked for."""
FILES = re.compile(r"\.|export|certificate|present_data|template|marked|schema|chart")
ELEMENT = re.compile(rb"<[a-z]")
LISTED = (b"<tr", b"<li", b"<label")
"""What begins a row, an item, a box to tick: a list of many things has as many."""
SELECT = re.compile(rb"<select.*?</select>", re.DOTALL)
WHOLE = {"plan_section"}
"""People of one section are ticked to go along with a duty: all of them stand there."""


@pytest.fixture(scope="module")
def province(
    filled: dict[str, Any], django_db_blocker: DjangoDbBlocker
) -> Iterator[dict[str, Any]]:
    """The filled region in a province in which there is much of everything."""
    with django_db_blocker.unblock(), transaction.atomic():
        _fill(filled)
        yield filled
        transaction.set_rollback(True)


def _fill(filled: dict[str, Any]) -> None:
    by, other = User.objects.get(pk=filled["client"].session["_auth_user_id"]), UserFactory.create()
    top = RegionFactory.create(code="990000", name="示例省")
    for role in REGION_ROLES:
        MembershipFactory.create(user=by, role=role, region=top)
    regions = [RegionFactory.create(code=f"99{20 + n}00", name=f"{n}市") for n in range(REGIONS)]
    own = Region.objects.get(pk=filled["regions"])
    housing = Department.objects.get(pk=filled["departments"])
    made = _many(DepartmentFactory, region=lambda n: regions[n % REGIONS])
    for _each in range(2):
        _many(SectionFactory, department=lambda n: made[n])
    _many(StaffMemberFactory, section=Section(pk=filled["sections"]), department=housing)
    plans = {}
    for status, author in (("draft", by), ("returned", by), ("executed", by), ("submitted", other)):
        plans[status] = _many(
            MergePlanFactory, department=lambda n: made[n], author=author, status=status
        )
    for status, verdict in (("returned", "return"), ("executed", "approve")):
        _many(
            DecisionFactory,
            plan=lambda n, s=status: plans[s][n],
            verdict=verdict,
            by=other,
            reason="否",
        )
    _many(MergePlanFactory, department=housing, author=other, status=PlanStatus.EXECUTED)
    _many(WorkbookImportFactory, region=own, uploaded_by=by)
    _many(AuditEventFactory, actor=by, region_code=own.code, department_id=housing.pk)
    hashes = {"pair_hash": lambda n: f"{n:064}"}
    _many(
        DutyRulingFactory, region=own, department_a=housing, department_b=made[0], by=by, **hashes
    )
    RegionStudy.objects.bulk_create(
        RegionStudy(region=own, title=str(n), author=by, created_at=NOON) for n in range(MANY)
    )
    ColumnMapping.objects.bulk_create(
        ColumnMapping(region=own, table="staff", header=str(n), by=by, at=NOON) for n in range(MANY)
    )


def _many(factory: Any, **values: Any) -> list[Any]:
    """So many rows of a factory; a function is asked for the value of each."""
    rows = [
        factory.build(**{k: v(n) if callable(v) else v for k, v in values.items()})
        for n in range(MANY)
    ]
    model: type[models.Model] = factory._meta.model
    return list(model._default_manager.bulk_create(rows))


@pytest.mark.slow
def test_no_page_grows_with_what_there_is(province: dict[str, Any], db: None) -> None:
    client: Client = province["client"]
    pages = {}
    for name in ADDRESSES:
        address = address_of(name, province)
        if FILES.search(name) or name.startswith("api_") or FILES.search(address):
            continue
        response = client.get(address, follow=True)
        if response.status_code != 405:
            pages[name] = response.content
    for tab in ("staff", "plans", "history"):
        pages[tab] = client.get(f"/departments/{province['departments']}/", {"tab": tab}).content
    for part in ("to_decide", "returned", "approved", "imports", "drafts"):
        pages[part] = client.get("/todo/", {"part": part}).content
    rows = {name: _longest_on(page) for name, page in pages.items() if name not in WHOLE}
    assert {name: count for name, count in rows.items() if count >= MANY} == {}
    sizes = {name: len(ELEMENT.findall(page)) for name, page in pages.items()}
    assert {name: size for name, size in sizes.items() if size > MOST_ELEMENTS} == {}


def test_no_answer_of_the_api_grows_with_what_there_is(province: dict[str, Any], db: None) -> None:
    client: Client = province["client"]
    lengths = {}
    for name in ADDRESSES:
        if name.startswith("api_") and not FILES.search(name) and name != "api_docs":
            response = client.get(address_of(name, province))
            if response.status_code == 200:
                lengths[name] = _longest(response.json())
    assert {name: rows for name, rows in lengths.items() if rows > MOST_ROWS} == {}


def _longest(answer: Any) -> int:
    """The number of items of the longest list in an answer."""
    inside = answer.values() if isinstance(answer, dict) else answer
    if not isinstance(answer, dict | list):
        return 0
    own = len(answer) if isinstance(answer, list) else 0
    return max([own, *map(_longest, inside)], default=own)


def _longest_on(page: bytes) -> int:
    """The number of rows, items or boxes of a page, or of the options of a choice."""
    options = (choice.count(b"<option") for choice in SELECT.findall(page))
    return max([*map(page.count, LISTED), *options])
