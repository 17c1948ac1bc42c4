"""``verify_plan --stored`` finds every plan whose certificate does not hold by today's checker."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from bigsection.accounts.models import User
from departments.models import Department, Section
from mergers.actions import edits, plans
from mergers.models import MergePlan
from mergers.planning import PlanRequest
from mergers.planning.rescoring import KEPT_PROOF
from planner.checker.verify import digest
from tests.integration.mergers.conftest import NOON

pytestmark = pytest.mark.both_databases


def verify_stored() -> tuple[int, list[str]]:
    """Exit code and lines of the command."""
    out = StringIO()
    try:
        call_command("verify_plan", "--stored", stdout=out)
    except CommandError as error:
        return error.returncode, out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()


def reseal(content: dict[str, Any]) -> dict[str, Any]:
    """The file with hash and checksum renewed."""
    content["certificate"]["input_hash"] = digest(content["problem"])
    rest = {key: value for key, value in content.items() if key != "sha256"}
    return rest | {"sha256": digest(rest)}


@pytest.fixture
def by(clerk: User) -> dict[str, Any]:
    """The clerk at noon."""
    return {"by": clerk, "at": NOON}


@pytest.mark.parametrize("mode", ["merge", "co-locate", "group"])
def test_whatever_the_product_stores_is_accepted(
    mode: str, department: Department, sections: dict[str, Section], by: dict[str, Any]
) -> None:
    """Best plans, alternatives, kept groups and edited plans, in every mode."""
    a, b, c, d = (str(section.pk) for section in sections.values())
    request = PlanRequest(min_count=2, max_count=3, mode=mode, alternatives=2)
    made = plans.propose(department=department, request=request, **by)
    kept = plans.keep_groups(plan=made[0], groups=[[a, c], [b, d]], label="另一种", **by)
    edited = plans.propose(department=department, request=request, **by)[0]
    home = edited.placements.get(section=sections["办公室"]).big_section
    assert home is not None
    edits.move_section(plan=edited, section=sections["会计科"], to=home, **by)
    for plan in (*made, kept, edited):
        plan.refresh_from_db()
        assert plan.certificate is not None
    held = MergePlan.objects.filter(certificate__isnull=False).count()
    assert verify_stored() == (0, [f"{held} certificates checked, 0 refused"])


def _another_question(plan: MergePlan) -> None:
    plan.certificate["problem"]["links"] = []
    plan.certificate = reseal(plan.certificate)


def _better_than_it_is(plan: MergePlan) -> None:
    plan.certificate["bound"] -= 1
    plan.certificate["certificate"]["bound"] -= 1
    plan.certificate = reseal(plan.certificate)


def _no_file(plan: MergePlan) -> None:
    plan.certificate = {"format": "something else"}


def _other_score(plan: MergePlan) -> None:
    plan.score = 99.0


def _no_certificate(plan: MergePlan) -> None:
    plan.certificate = None


def _waiting(plan: MergePlan) -> None:
    _another_question(plan)
    plan.outcome[KEPT_PROOF] = plan.certificate
    plan.certificate, plan.proven = None, False


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_another_question, "'links', which is unknown"),
        (_better_than_it_is, "the bound is below the objective"),
        (_no_file, "not in the format"),
        (_other_score, "score 99.0 is stored with the plan"),
        (_no_certificate, "proven without a certificate"),
        (_waiting, "'links', which is unknown"),
    ],
)
def test_a_plan_whose_certificate_is_refused_is_listed_with_the_reason(
    plan: MergePlan, by: dict[str, Any], spoil: Callable[[MergePlan], None], words: str
) -> None:
    sound = plans.propose(department=plan.department, request=PlanRequest(count=2), **by)[0]
    plan.refresh_from_db()
    spoil(plan)
    plan.save()
    code, lines = verify_stored()
    assert code == 1
    assert lines[0].startswith(f"FAULT  plan {plan.pk}, {plan.department.name}, {plan.title} ")
    assert any(words in line for line in lines[1:-1])
    assert not any(line.startswith(f"FAULT  plan {sound.pk},") for line in lines)
    assert lines[-1] == "2 certificates checked, 1 refused"


@pytest.mark.django_db
def test_an_empty_database_holds() -> None:
    assert verify_stored() == (0, ["0 certificates checked, 0 refused"])


@pytest.mark.parametrize("arguments", [[], ["proof.json", "--stored"]])
def test_either_a_file_or_the_stored_ones_are_asked_for(arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("verify_plan", *arguments)
