"""Accounts made from the command line."""

import io

import pytest
from django.core.management import CommandError, call_command

from bigsection.accounts.models import User
from bigsection.audit.models import AuditEvent
from departments.models import Department, Role

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def _typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("long-enough-secret\n"))


def test_the_first_account_of_an_empty_installation_is_an_officer_of_the_default_region() -> None:
    call_command("create_account", "lin", "--name", "林编办", stdout=io.StringIO())
    user = User.objects.get(username="lin")
    assert user.check_password("long-enough-secret")
    membership = user.memberships.get()
    assert (membership.role, membership.region.code) == (Role.OFFICER, "990100")
    assert AuditEvent.objects.of(user).get().verb == "account.create"


def test_a_clerk_gets_their_department(department: Department) -> None:
    call_command(
        "create_account",
        "chen",
        "--role",
        "clerk",
        "--department",
        department.name,
        "--must-change-password",
        stdout=io.StringIO(),
    )
    user = User.objects.get(username="chen")
    assert user.must_change_password
    assert user.memberships.get().department == department


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["clerk"], "已存在"),
        (["Clerk"], "已存在"),
        (["new", "--role", "clerk"], "必须指定部门"),
        (["new", "--department", "没有的局"], "没有部门"),
        (["new", "--region", "123456"], "没有代码"),
    ],
)
def test_what_cannot_be_made_is_refused_in_one_line(
    arguments: list[str], reason: str, clerk: User
) -> None:
    with pytest.raises(CommandError, match=reason) as caught:
        call_command("create_account", *arguments)
    assert caught.value.returncode == 2
    assert "\n" not in str(caught.value)


def test_a_weak_password_is_refused(
    monkeypatch: pytest.MonkeyPatch, department: Department
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("12345\n"))
    with pytest.raises(CommandError, match="密码"):
        call_command("create_account", "lin")
    assert not User.objects.filter(username="lin").exists()
