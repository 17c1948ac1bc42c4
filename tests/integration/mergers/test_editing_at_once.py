"""Several people edit one draft from the same page at once: one succeeds, the others are told."""

from threading import Barrier, Thread

import pytest
from django.db import OperationalError, connection

from bigsection.accounts.models import User
from bigsection.errors import Conflict
from departments.models import Section
from mergers.actions import edits
from mergers.models import MergePlan
from tests.integration.mergers.conftest import NOON

pytestmark = pytest.mark.both_databases

SECTIONS = ("会计科", "办公室", "预算科", "预算审核科")


@pytest.mark.django_db(transaction=True)
def test_of_edits_that_saw_the_same_plan_only_one_is_written(
    plan: MergePlan, sections: dict[str, Section], clerk: User
) -> None:
    together = Barrier(len(SECTIONS))
    came: list[str] = []

    def bench(name: str) -> None:
        try:
            own = MergePlan.objects.select_related("department__region").get(pk=plan.pk)
            together.wait()
            edits.move_section(plan=own, section=sections[name], to=None, by=clerk, at=NOON, seen=0)
            came.append("written")
        except (Conflict, OperationalError) as error:
            came.append(type(error).__name__)
        finally:
            connection.close()

    threads = [Thread(target=bench, args=[name]) for name in SECTIONS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert came.count("written") == 1
    if connection.vendor == "postgresql":  # SQLite may also turn them away at its own lock
        assert came.count("Conflict") == len(SECTIONS) - 1
    assert plan.edits.count() == 1
    assert plan.placements.filter(big_section=None).count() == 1


@pytest.mark.django_db
def test_an_edit_that_knows_of_an_older_edit_names_the_newer_and_writes_nothing(
    plan: MergePlan, sections: dict[str, Section], clerk: User
) -> None:
    first = edits.move_section(plan=plan, section=sections["会计科"], to=None, by=clerk, at=NOON)
    with pytest.raises(Conflict, match=first.words):
        edits.move_section(
            plan=plan, section=sections["办公室"], to=None, by=clerk, at=NOON, seen=0
        )
    edits.move_section(
        plan=plan, section=sections["办公室"], to=None, by=clerk, at=NOON, seen=first.pk
    )
    assert plan.edits.count() == 2
