"""The people move: how many people of a section go along with its duties to another big section."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.models import Section, StaffMember
from mergers.models.big_section import BigSection
from mergers.models.merge_plan import MergePlan


class PeopleMove(models.Model):
    """People who leave a section that is split (随职责划转), by number and, where known, by name.

    Section and people are keys of rows that are gone when the import that brought them was undone.
    """

    plan = models.ForeignKey(MergePlan, models.CASCADE, related_name="people_moves")
    section = models.ForeignKey(
        Section, models.DO_NOTHING, db_constraint=False, related_name="people_moves"
    )
    big_section = models.ForeignKey(BigSection, models.CASCADE, related_name="people_moves")
    people = models.PositiveIntegerField(_("人数"))
    staff = models.ManyToManyField(
        StaffMember, blank=True, db_constraint=False, related_name="moves", verbose_name=_("人员")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("随转人员")
        ordering = ["plan_id", "section_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "section", "big_section"], name="people_move_once"
            ),
            models.CheckConstraint(condition=models.Q(people__gte=1), name="people_move_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.section_id} {self.people} 人 → {self.big_section}"
