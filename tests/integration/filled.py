"""One filled region, and every address of the product with its keys filled in."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, TestCase
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from bigsection.audit import chain
from departments.actions import section_links
from departments.models import ColumnMapping
from departments.scope import REGION_ROLES
from mergers.actions import plans, studies
from mergers.models import PlanAnswer, RegionStudy, StudyLine
from mergers.planning import PlanRequest
from mergers.planning.radar import radar_of
from tests.data_health import check_data
from tests.factories import (
    DutyRulingFactory,
    JobFactory,
    MembershipFactory,
    RegionFactory,
    SectionFactory,
    UserFactory,
    make_crossing,
)
from tests.factories.crossing import EMERGENCY, HOUSING, TRANSPORT
from tests.factories.work import NOON
from tests.integration.departments.wizard import Wizard


def _named(patterns: list[Any], under: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern, with what stands before it."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield under, pattern
        else:
            yield from _named(pattern.url_patterns, under + str(pattern.pattern))


_ALL = list(_named(get_resolver().url_patterns))
ADDRESSES = {
    str(one.name): str(one.pattern) for under, one in _ALL if not under.startswith("accounts/")
}
OF_ACCOUNTS = {
    str(one.name): tuple(one.pattern.regex.groupindex)
    for under, one in _ALL
    if under.startswith("accounts/")
}
"""What lies under accounts/ comes with allauth: by its name, the keys of its address."""
QUERIES = {"api_plan_why_not": ("a", "b")}
"""What has to be asked for, of the values below."""


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Any]]:
    """What the addresses speak of, made once: by the word before ``<pk>``, or by its own name."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _filled()
        transaction.set_rollback(True)


def _filled() -> dict[str, Any]:
    region = RegionFactory.create()
    by = UserFactory.create()
    for role in REGION_ROLES:
        MembershipFactory.create(user=by, role=role, region=region)
    client = Client()
    client.force_login(by, backend="allauth.account.auth_backends.AuthenticationBackend")
    crossing = make_crossing(region)
    housing = crossing.departments[HOUSING]
    a, b = crossing.sections["施工安全科"], SectionFactory.create(department=housing)
    link = section_links.add(department=housing, a=a, b=b, strength=0.5, by=by, at=NOON)
    request = PlanRequest(count=2)
    (plan,) = plans.propose(department=housing, request=request, by=by, at=timezone.now())
    found = radar_of(region)
    ruling = DutyRulingFactory.create(
        region=region,
        department_a=crossing.departments[EMERGENCY],
        department_b=crossing.departments[TRANSPORT],
    )
    client.get(reverse("plan_question", args=[plan.pk, "curve"]))
    answer = PlanAnswer.objects.get(plan=plan)
    with TestCase.captureOnCommitCallbacks(execute=True):
        study = studies.start(
            region=region,
            title="全域测算",
            total=1,
            request=PlanRequest(),
            participants=[StudyLine(department=housing, sections=2)],
            by=by,
            at=NOON,
        )
    chain.seal(at=NOON)
    workbook = Wizard(client, by, region, "组织部.xlsx")
    check_data()
    job = JobFactory.create(owner=by)
    found_by = JobFactory.create(owner=by, kind=plans.JOB)
    return {
        "client": client,
        "departments": housing.pk,
        "sections": a.pk,
        "regions": region.pk,
        "plans": plan.pk,
        "studies": RegionStudy.objects.get(pk=study.pk).pk,
        "boundaries": ruling.pk,
        "imports": workbook.row.pk,
        "jobs": job.pk,
        "todo": plan.pk,  # of an approval; it only takes what is sent
        "columns": ColumnMapping.objects.create(region=region, table="staff", header="工号").pk,
        "found": found_by.pk,
        "a": a.pk,
        "b": b.pk,
        "section_pk": a.pk,
        "link_pk": link.pk,
        "big_section_pk": plan.big_sections.first().pk,
        "pair_hash": found.pairs[0].hash,
        "question": "curve",
        "shape": next(p["plan"]["shape"] for p in answer.answer["points"] if p["plan"]),
        "view": "changes",
        "as_format": "svg",
    }


def address_of(name: str, filled: dict[str, Any]) -> str:
    """The address of a name with what is filled in put in; its query, where it needs one, too."""
    parts = ADDRESSES[name].removeprefix("api/").replace("<", "/<").split("/")
    wanted = [part[1:].partition(">")[0].rpartition(":")[2] for part in parts if "<" in part]
    words = [part for part in parts if part and "<" not in part]
    values = {key: filled[words[0] if key == "pk" else key] for key in wanted}
    if words[:2] == ["plans", "found"]:
        values["pk"] = filled["found"]
    query = "&".join(f"{key}={filled[key]}" for key in QUERIES.get(name, ()))
    return f"{reverse(name, kwargs=values)}?{query}"
