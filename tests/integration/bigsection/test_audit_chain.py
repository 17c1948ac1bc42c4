"""The chain over the audit trail: every event gets its link, and every change shows."""

import hashlib
import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models, transaction

from bigsection.audit import chain, triggers
from bigsection.audit.models import AuditEvent, AuditSeal
from bigsection.audit.verifying import PATIENCE, Finding, verify
from bigsection.jobs.housekeeping import one_round
from tests.factories import AuditEventFactory
from tests.factories.work import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
LATER = NOON + timedelta(minutes=1)


@pytest.fixture
def events() -> list[AuditEvent]:
    """Five sealed events; the tests' database lets them be changed."""
    made = [AuditEventFactory.create(subject_label=f"科室{n}") for n in range(5)]
    chain.seal(at=LATER)
    return made


def found(**options: object) -> Finding:
    return verify(at=LATER, **options)


def removed(model: type[models.Model], **which: object) -> Finding:
    """What is found after somebody deleted rows who knows the database and not the product."""
    with transaction.atomic():
        rows = model._base_manager.filter(**which)
        rows._raw_delete(rows.db)
        finding = found()
        transaction.set_rollback(True)
    return finding


def test_a_worker_seals_what_was_recorded_in_order() -> None:
    made = [AuditEventFactory.create() for _ in range(3)]
    one_round(LATER)
    assert list(AuditSeal.objects.values_list("number", "event_id")) == [
        (number, event.pk) for number, event in enumerate(made, 1)
    ]
    assert found() == Finding(last=chain.head(), late=0)
    assert chain.seal(at=LATER) == 0


def test_more_events_than_one_batch_are_sealed_at_once(monkeypatch) -> None:
    monkeypatch.setattr(chain, "BATCH", 2)
    AuditEventFactory.create_batch(5)
    assert chain.seal(at=LATER) == 5
    assert found().sealed == 5


def test_an_event_that_becomes_visible_later_than_others_is_not_passed_over(events) -> None:
    late = AuditEventFactory.create(pk=events[0].pk - 1)  # begun before, committed after
    assert chain.seal(at=LATER, whole=False) == 1
    assert AuditSeal.objects.get(event=late).number == 6
    assert not found().fault


def test_only_a_look_at_the_whole_trail_finds_what_is_very_late(events, monkeypatch) -> None:
    monkeypatch.setattr(chain, "RECENT", 2)
    AuditEventFactory.create(pk=events[0].pk - 1)
    assert chain.seal(at=LATER, whole=False) == 0
    assert not found().waiting  # not for long enough yet
    assert len(verify(at=LATER + PATIENCE).waiting) == 1
    assert chain.seal(at=LATER, whole=True) == 1


CHANGES = {
    "at": NOON + timedelta(seconds=1),
    "actor": None,
    "verb": "plan.approve",
    "subject_type": "mergers.mergeplan",
    "subject_id": "2",
    "subject_label": "别的",
    "region_code": "990200",
    "department_id": 7,
    "reason": "别的理由",
    "changes": {"name": ["人事科", "别的"]},
}


def test_every_field_of_an_event_is_sealed(events) -> None:
    names = {field.name for field in AuditEvent._meta.concrete_fields} - {"id"}
    assert names == set(CHANGES)
    for name, value in CHANGES.items():
        before = AuditEvent.objects.filter(pk=events[2].pk).values().get()
        AuditEvent.objects.filter(pk=events[2].pk).update(**{name: value})
        finding = found()
        assert finding.fault.startswith("link 3 "), name
        assert finding.sealed == 2
        AuditEvent.objects.filter(pk=events[2].pk).update(**before)
    assert not found().fault


def test_a_link_that_was_removed_is_named(events) -> None:
    assert removed(AuditSeal, number=3).fault == "link 3 is missing"


@pytest.mark.parametrize("place", [0, 2, 4])
def test_an_event_that_was_removed_is_named(events, place) -> None:
    pk = events[place].pk
    finding = removed(AuditEvent, pk=pk)
    assert finding.fault.startswith(f"the event {pk} of link {place + 1}")
    assert finding.sealed == place


def test_links_that_were_exchanged_are_named(events) -> None:
    second, third = AuditSeal.objects.filter(number__in=(2, 3)).values()
    AuditSeal.objects.filter(number=2).delete()
    AuditSeal.objects.filter(number=3).update(number=2)
    AuditSeal.objects.create(**second | {"number": 3})
    assert found().fault.startswith("link 2 ")
    assert third["previous"] == second["hash"]


def test_a_chain_that_was_cut_off_or_made_anew_lacks_the_head_that_was_kept(events) -> None:
    head = chain.head()
    kept = (head.number, head.hash)
    assert not found(kept=kept).fault
    AuditSeal.objects.filter(number=5).delete()
    assert not found().fault
    assert "cut off" in found(kept=kept).fault
    AuditSeal.objects.all().delete()
    AuditEvent.objects.filter(pk=events[1].pk).update(reason="别的")
    chain.seal(at=LATER)
    assert not found().fault
    assert "cut off" in found(kept=kept).fault


def test_an_event_slipped_in_with_an_old_date_is_counted_as_late(events) -> None:
    AuditEventFactory.create(at=NOON - timedelta(days=30))
    assert chain.seal(at=LATER) == 1
    assert found().late == 1


def run(*arguments: str) -> tuple[int, str]:
    """The exit status of the command and what it wrote."""
    out = StringIO()
    try:
        call_command("verify_audit", *arguments, stdout=out)
    except CommandError as error:
        return error.returncode, out.getvalue()
    return 0, out.getvalue()


def test_the_command_names_the_first_break_and_the_last_event_before_it(events) -> None:
    triggers.install(connection, *triggers.KEYS)
    head = chain.head()
    kept = f"{head.number}:{head.hash}"
    code, text = run("--head", kept)
    assert (code, kept in text, f"event {events[4].pk}" in text) == (0, True, True)
    triggers.remove(connection, *triggers.KEYS)
    code, text = run()
    assert (code, triggers.name_of(triggers.EVENTS, "update") in text) == (2, True)
    AuditEvent.objects.filter(pk=events[3].pk).update(reason="别的")
    code, text = run()
    assert code == 1
    assert f"BREAK  link 4 (event {events[3].pk})" in text
    assert f"last   link 3, event {events[2].pk}" in text
    assert run("--head", "3:abc")[0] == 2


def test_events_that_nobody_seals_are_no_success() -> None:
    triggers.install(connection, *triggers.KEYS)
    event = AuditEventFactory.create()
    code, text = run()
    assert (code, f"event {event.pk}" in text) == (2, True)


def test_an_auditor_recomputes_the_exported_links_with_a_few_lines(events, tmp_path: Path) -> None:
    """The lines of docs/audit-trail.md."""
    triggers.install(connection, *triggers.KEYS)
    file = tmp_path / "links.tsv"
    assert run("--export", str(file))[0] == 0
    assert file.stat().st_mode & 0o777 == 0o600  # names and reasons stand in it
    previous = ""
    for line in file.read_bytes().splitlines():
        link, text = line.split(b"\t", 1)
        assert hashlib.sha256(text).hexdigest() == link.decode()
        assert json.loads(text)["previous"] == previous
        previous = link.decode()
    assert previous == chain.head().hash
