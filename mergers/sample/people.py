"""The demo accounts of the sample regions, one for each role."""

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bigsection.accounts.models import User
from departments.models import Department, Membership, Region, Role


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A login name, the person behind it, and the role."""

    username: str
    full_name: str
    role: Role


ACCOUNTS = (
    DemoAccount("jingban", "陈经办", Role.CLERK),
    DemoAccount("bianban", "林编办", Role.OFFICER),
    DemoAccount("lingdao", "周领导", Role.LEADER),
    DemoAccount("shenji", "吴审计", Role.AUDITOR),
    DemoAccount("guanli", "郑管理", Role.ADMINISTRATOR),
)


def password_of_installation(path: Path) -> str:
    """The common password of the demo accounts: DEMO_PASSWORD, else made on first start and kept
    in ``path``, readable by its owner only; no installation shares it with another.
    """
    given = os.environ.get("DEMO_PASSWORD")
    if given:
        return given
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(f"demo-{secrets.token_hex(4)}", "ascii")
    return path.read_text("ascii").strip()


def create_accounts(
    departments: Sequence[Department], regions: Sequence[Region], password: str
) -> None:
    """Make the accounts with their roles, the clerk's in ``departments``, the others' in
    ``regions``; those that exist get the present password.
    """
    for account in ACCOUNTS:
        user, _ = User.objects.get_or_create(
            username=account.username, defaults={"full_name": account.full_name}
        )
        if not user.has_usable_password() or not user.check_password(password):
            user.set_password(password)
            user.save(update_fields=["password"])
        if account.role == Role.CLERK:
            for own in departments:
                Membership.objects.get_or_create(
                    user=user, role=account.role, region=own.region, department=own
                )
            continue
        for region in regions:
            Membership.objects.get_or_create(user=user, role=account.role, region=region)
