"""Calibrates a region from the command line: ``manage.py calibrate_region [--dry-run]``."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from bigsection.errors import Conflict
from departments.models import Region, RegionCalibration
from mergers.actions.calibrations import recalibrate
from mergers.planning.calibration_preview import CalibrationPreview, preview


class Command(BaseCommand):
    help = "Say what calibrating a region anew would change and, unless --dry-run, do it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The region, and how to print."""
        parser.add_argument("--region", metavar="CODE", default=settings.DEFAULT_REGION_CODE)
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 also when there is nothing to change, 2 with a one-line reason otherwise."""
        region = Region.objects.filter(code=options["region"]).first()
        if region is None:
            raise CommandError(f"没有代码为 {options['region']} 的地区。", returncode=2)
        present = RegionCalibration.objects.in_force(region)
        found = preview(region, present)
        if not options["dry_run"] and found.changes_something(present):
            try:
                present = recalibrate(region=region, seen=found.seen, by=None, at=timezone.now())
            except Conflict as error:
                raise CommandError(f"{error.message}{error.hint}", returncode=2) from error
        if options["format"] == "json":
            number = present.number if present else None
            self.stdout.write(json.dumps({"number": number, **asdict(found)}, ensure_ascii=False))
        else:
            self.report(present, found)

    def report(self, present: RegionCalibration | None, found: CalibrationPreview) -> None:
        """A short account for a person at the terminal."""
        effect = found.effect
        lines = [
            f"现行：{present}" if present else "还没有校准",
            f"校准之后新增或改动的科室：{found.newer} / {found.sections}",
            f"P50 {effect.p50[0]:.1f} → {effect.p50[1]:.1f}，"
            f"P95 {effect.p95[0]:.1f} → {effect.p95[1]:.1f}",
            f"矩阵换颜色 {effect.recoloured} / {effect.pairs} 对",
            *(f"  {one.name}：{one.recoloured} / {one.pairs} 对" for one in effect.departments),
        ]
        self.stdout.write("\n".join(lines))
