"""Giving out accounts: a user with a role in a region or department."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from bigsection.accounts.models import User
from bigsection.audit.record import record
from bigsection.errors import Invalid
from departments.models import Department, Membership, Region, Role


@transaction.atomic
def create(
    *,
    username: str,
    full_name: str,
    password: str,
    role: str,
    region: Region,
    department: Department | None,
    by: User | None,
    at: datetime,
    must_change_password: bool = False,
) -> User:
    """Make an account with one role; ``must_change_password`` at the first login.

    Raises Invalid for a name that is taken, a weak password, or a clerk without a department.
    """
    if User.objects.filter(username__iexact=username).exists():
        raise Invalid(f"账号“{username}”已存在。", hint="请换一个登录名。")
    if role == Role.CLERK and department is None:
        raise Invalid("部门经办人必须指定部门。", hint="请选择部门。")
    user = User(username=username, full_name=full_name, must_change_password=must_change_password)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid("密码不合要求：" + "".join(error.messages), hint="请换一个密码。") from error
    user.set_password(password)
    user.save()
    membership = Membership.objects.create(
        user=user, role=role, region=region, department=department if role == Role.CLERK else None
    )
    record(
        "account.create",
        user,
        by=by,
        at=at,
        of=membership.department or region,
        changes={"role": [None, role]},
    )
    return user
