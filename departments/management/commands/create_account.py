"""Makes an account from the command line: the first one of an installation, or any other."""

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from bigsection.errors import AppError
from departments.actions import accounts
from departments.models import Department, Region, Role


class Command(BaseCommand):
    help = "Make an account with a role; the password is asked for, or read from standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, which role, and where."""
        parser.add_argument("username")
        parser.add_argument("--name", default="", help="the person's full name")
        parser.add_argument("--role", choices=Role.values, default=Role.OFFICER)
        parser.add_argument("--region", metavar="CODE", default=settings.DEFAULT_REGION_CODE)
        parser.add_argument("--department", metavar="NAME")
        parser.add_argument(
            "--must-change-password",
            action="store_true",
            help="the person chooses a password of their own at the first login",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 2 with a one-line reason when the account cannot be made."""
        region = self.region(options["region"])
        department = None
        if options["department"]:
            standing = Department.objects.standing().filter(region=region)
            department = standing.filter(name=options["department"]).first()
            if department is None:
                raise CommandError(f"{region}没有部门“{options['department']}”。", returncode=2)
        try:
            user = accounts.create(
                username=options["username"],
                full_name=options["name"],
                password=self.password(),
                role=options["role"],
                region=region,
                department=department,
                by=None,
                at=timezone.now(),
                must_change_password=options["must_change_password"],
            )
        except AppError as error:
            raise CommandError(f"{error.message}{error.hint}", returncode=2) from error
        self.stdout.write(f"已建立账号 {user.username}（{user.memberships.get()}）")

    def region(self, code: str) -> Region:
        """The region of this code; the default one is made if needed."""
        if code == settings.DEFAULT_REGION_CODE:
            defaults = {"name": settings.DEFAULT_REGION_NAME}
            return Region.objects.get_or_create(code=code, defaults=defaults)[0]
        found = Region.objects.filter(code=code).first()
        if found is None:
            raise CommandError(f"没有代码为 {code} 的地区。", returncode=2)
        return found

    def password(self) -> str:
        """Typed twice at a terminal; the first line of standard input otherwise."""
        if not sys.stdin.isatty():
            return sys.stdin.readline().rstrip("\n")
        first = getpass.getpass("密码：")
        if first != getpass.getpass("再输入一次："):
            raise CommandError("两次输入的密码不一致。", returncode=2)
        return first
