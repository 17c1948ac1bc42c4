"""Several people edit one draft from the same page at once: one succeeds, the others are told."""

from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import OperationalError, connection

from bigsection.accounts.models import User
from bigsection.errors import ChangedSince
from departments.models import Section
from mergers.actions import edits
from mergers.domain.arrangement import read
from mergers.domain.plan_version import version_of
from mergers.models import MergePlan
from mergers.scope import get_plan
from tests.integration.mergers.conftest import NOON, seen

pytestmark = pytest.mark.both_databases

SECTIONS = ("会计科", "办公室", "预算科", "预算审核科") * 5


@pytest.mark.django_db(transaction=True)
def test_of_edits_that_saw_the_same_plan_only_one_is_written(
    plan: MergePlan, sections: dict[str, Section], clerk: User
) -> None:
    together = Barrier(len(SECTIONS))
    came: list[str] = []
    version = seen(plan)["seen"]

    def bench(name: str) -> None:
        try:
            own = MergePlan.objects.select_related("department__region").get(pk=plan.pk)
            together.wait()
            edits.move_section(
                plan=own, section=sections[name], to=None, by=clerk, at=NOON, seen=version
            )
            came.append("written")
        except (ChangedSince, OperationalError) as error:
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
        assert came.count("ChangedSince") == len(SECTIONS) - 1
    assert plan.edits.count() == 1
    assert plan.placements.filter(big_section=None).count() == 1


@pytest.mark.django_db
def test_an_edit_of_an_older_version_names_who_did_what_since_and_writes_nothing(
    plan: MergePlan, sections: dict[str, Section], clerk: User
) -> None:
    opened = get_plan(clerk, plan.pk)
    whose: dict[str, Any] = {"to": None, "by": clerk, "at": NOON}
    old = version_of(opened, read(opened))
    first = edits.move_section(plan=plan, section=sections["会计科"], **whose)
    with pytest.raises(ChangedSince) as refused:
        edits.move_section(plan=plan, section=sections["办公室"], seen=old, **whose)
    (line,) = refused.value.since
    assert first.words in line
    assert str(clerk) in line
    edits.move_section(plan=plan, section=sections["办公室"], **whose, **seen(plan))
    assert plan.edits.count() == 2
