"""Plans the merges of one department: ``manage.py plan_merges DEPARTMENT``."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from bigsection.errors import AppError
from departments.models import Department, RuleSet
from mergers import planning
from mergers.actions.plans import propose
from mergers.domain.assessment import blanked
from mergers.domain.snapshot import snapshot_of
from mergers.models import MergePlan
from mergers.presenting.proof import score_words

RULES = ("min_people", "business_share", "max_posts", "max_load_deviation")
"""Rules of a request that the command line may add."""


class Command(BaseCommand):
    help = "Find the best merge plan of a department, prove it, and store it as a draft."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """DEPARTMENT, how many big sections, and how to print."""
        parser.add_argument("department", metavar="DEPARTMENT")
        parser.add_argument("--count", type=int, metavar="N")
        parser.add_argument("--min", type=int, metavar="N", dest="min_count")
        parser.add_argument("--max", type=int, metavar="N", dest="max_count")
        parser.add_argument("--mode", choices=["merge", "co-locate", "group"], default="merge")
        parser.add_argument("--alternatives", type=int, default=0, metavar="K")
        parser.add_argument(
            "--mix-kinds",
            action="store_true",
            help="let sections of different kinds merge, whatever the region's rule set says",
        )
        parser.add_argument(
            "--small",
            choices=["0", "1", "2"],
            help="fewest sections of one person before any score, 2: then of two, 0: never mind",
        )
        parser.add_argument("--min-people", type=int, metavar="N")
        parser.add_argument("--business-share", type=float, metavar="0-1")
        parser.add_argument("--max-posts", type=int, metavar="N")
        parser.add_argument("--max-load-deviation", type=float, metavar="0-1")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 when solved or shown to be infeasible, 2 with a one-line reason otherwise."""
        for name in ("count", "min_count", "max_count", "alternatives", *RULES):
            if (options[name] or 0) < 0:
                flag = name.removesuffix("_count").replace("_", "-")
                raise CommandError(f"--{flag} 不能为负数。", returncode=2)
        department = self.department(options["department"])
        wanted = ("count", "min_count", "max_count", "mode", "alternatives")
        rules = planning.usual_rules(RuleSet.objects.of(department.region))
        rules |= {name: options[name] for name in RULES if options[name] is not None}
        rules |= {"kind_groups": None} if options["mix_kinds"] else {}
        rules |= {"fewest_small": int(options["small"]) or None} if options["small"] else {}
        request = planning.PlanRequest(
            **{name: options[name] for name in wanted},
            **rules,
        )
        names = {str(pk): name for pk, name in department.sections.values_list("pk", "name")}
        try:
            plans = propose(department=department, request=request, by=None, at=timezone.now())
        except planning.Infeasible as error:
            self.print_infeasible(error, department, names, options["format"])
            return
        except AppError as error:
            raise CommandError(f"{error.message}{error.hint}", returncode=2) from error
        if options["format"] == "json":
            missing = plans[0].not_assessed
            outcome = blanked(planning.renamed(plans[0].outcome, names), missing)
            more = {"not_assessed": missing, "plan": plans[0].pk, "department": department.name}
            self.print_json(outcome, **more)
        else:
            self.report(plans)

    def department(self, name: str) -> Department:
        """The standing department of this name, exact or the only one that contains it."""
        standing = Department.objects.standing().select_related("region")
        found = list(standing.filter(name=name)) or list(standing.filter(name__contains=name))
        if not found:
            raise CommandError(f"没有名为“{name}”的部门，请先导入。", returncode=2)
        if len(found) > 1:
            names = "、".join(f"{d.name}（{d.region}）" for d in found[:5])
            raise CommandError(f"“{name}”不止一个：{names}。请写全称。", returncode=2)
        return found[0]

    def print_json(self, outcome: dict[str, Any], **more: Any) -> None:
        """Print the outcome object with what is ours added."""
        self.stdout.write(json.dumps(outcome | more, ensure_ascii=False, indent=1))

    def print_infeasible(
        self,
        error: planning.Infeasible,
        department: Department,
        names: dict[str, str],
        form: str,
    ) -> None:
        """Say which rules conflict; nothing is stored."""
        if form == "json":
            outcome = planning.renamed(error.outcome, names)
            self.print_json(outcome, plan=None, department=department.name)
        else:
            self.stdout.write(f"{error.message}{error.hint}")

    def report(self, plans: list[MergePlan]) -> None:
        """A short account of the best plan for a person at the terminal."""
        best = plans[0]
        self.stdout.write(
            f"{best.department}：{best.change_words}，{score_words(best)}（方案 {best.pk}）"
        )
        names = snapshot_of(best).by_id()
        for big in best.big_sections.prefetch_related("placements"):
            members = "、".join(names[place.section_id].name for place in big.placements.all())
            self.stdout.write(f"  {big.name}：{members}")
        if small := planning.plan_facts(best).small:
            self.stdout.write("\n  ".join([small.title, *small.reasons]))
        for other in plans[1:]:
            self.stdout.write(f"另一方案 {other.pk}：{other.label}，评分 {other.score:.1f}")
