"""The command `grant_app_role`: lets a second PostgreSQL role run the product without owning it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection, transaction

from bigsection.audit.roles import grants


class Command(BaseCommand):
    help = (
        "As the owner of the tables, let ROLE run the product: it reads and writes everything, but "
        "of the audit trail it can only read and append, and it can drop no trigger. Run it after "
        "`migrate`, which needs the owner too."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", metavar="ROLE", help="a role that exists and can log in")

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("SQLite knows no roles; DATABASE_URL has to name PostgreSQL")
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                for statement in grants(connection, options["role"]):
                    cursor.execute(statement)
        except DatabaseError as error:
            raise CommandError(str(error).strip()) from error
        self.stdout.write(f"{options['role']} can run the product; the audit trail is not its own")
