"""Imports a workbook from the command line: ``manage.py import_workbook FILE``."""

import hashlib
import json
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from departments import importing
from departments.actions.import_runs import write_at_once
from departments.models import Department, Region
from departments.workbook.document import document


class Command(BaseCommand):
    help = "Read a workbook, compare it with the database and, unless --dry-run, write it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE, the place to import into, and how to print."""
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--region", metavar="CODE", default=None)
        parser.add_argument("--department", metavar="NAME", default=None)
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    @importing.collector_paused()
    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 when the file could be read, 2 with a one-line reason when not."""
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"找不到文件：{path}", returncode=2)
        reading = importing.read(path, path.name, options["department"])
        counts = {"new": 0, "updated": 0, "unchanged": 0, "rejected": 0}
        if not reading.fatal:
            counts, reading = self.import_reading(reading, **options)
        if options["format"] == "json":
            content = document(reading, counts)
            self.stdout.write(json.dumps(content, ensure_ascii=False, indent=1))
        if reading.fatal:
            raise CommandError(" ".join(reading.fatal.split()), returncode=2)
        if options["format"] == "text":
            self.report(reading, counts, dry_run=options["dry_run"])

    @transaction.atomic
    def import_reading(
        self, reading: importing.Reading, **options: Any
    ) -> tuple[dict[str, int], importing.Reading]:
        """Compare, and write unless it is a dry run; the counts of rows, and the reading with the
        problems that only the database gives rise to.
        """
        region = self.region(options["region"], reading, create=not options["dry_run"])
        if not options["dry_run"]:  # two imports into one region follow one another
            Region.objects.select_for_update().get(pk=region.pk)
        only = None
        if options["department"]:
            only = Department(region=region, name=options["department"])
        comparison = importing.compare(reading, region, only)
        if not options["dry_run"]:
            with options["file"].open("rb") as file:
                file_hash = hashlib.file_digest(file, "sha256").hexdigest()
            write_at_once(comparison, reading, region, file_hash=file_hash, at=timezone.now())
        problems = importing.problems_of(reading, comparison)
        return importing.counts_of(comparison), replace(reading, problems=tuple(problems))

    def region(self, code: str | None, reading: importing.Reading, *, create: bool) -> Region:
        """The named region, which must exist; without a name the default one, made if needed."""
        if code is not None:
            found = Region.objects.filter(code=code).first()
            if found is None:
                raise CommandError(
                    f"没有代码为 {code} 的地区；去掉 --region 可导入默认地区。", returncode=2
                )
            return found
        default = {"name": settings.DEFAULT_REGION_NAME}
        code = settings.DEFAULT_REGION_CODE
        if create:
            return Region.objects.get_or_create(code=code, defaults=default)[0]
        return Region.objects.filter(code=code).first() or Region(code=code, **default)

    def report(self, reading: importing.Reading, counts: dict[str, int], *, dry_run: bool) -> None:
        """A short account for a person at the terminal."""
        self.stdout.write(
            f"{reading.filename}：{len(reading.departments)} 个部门，{len(reading.sections)} 个科室，"
            f"{len(reading.staff)} 人"
        )
        self.stdout.write(
            f"{'试读' if dry_run else '已导入'}：新增 {counts['new']}，更新 {counts['updated']}，"
            f"不变 {counts['unchanged']}，无法写入 {counts['rejected']}"
        )
        for problem in reading.problems:
            place = f"“{problem.sheet}”" if problem.sheet else ""
            self.stderr.write(f"{place}第 {problem.row} 行 {problem.message}")
