"""The buttons of a region study: stopping the work on it, continuing it, deleting it."""

from django.contrib import messages

from bigsection.accounts.buttons import button
from mergers.actions import studies
from mergers.scope import get_study

region_study_cancel = button(
    get_study,
    studies.cancel,
    "study",
    leads_to="region_study",
    done="正在停止，算完的部门都会保留。",
    tell=messages.info,
)
region_study_resume = button(
    get_study, studies.resume, "study", sent=("longer",), leads_to="region_study"
)
region_study_discard = button(
    get_study,
    studies.discard,
    "study",
    sent=("seen",),
    leads_to="region_study_list",
    key="",
    done="已删除测算“{}”；由它生成的方案都还在。",
)
