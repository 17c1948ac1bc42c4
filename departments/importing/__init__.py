"""The only place that knows both the models and the workbook."""

from departments.importing import kept_readings
from departments.importing.answers import answered, mapped
from departments.importing.applying import apply
from departments.importing.choices import Choices
from departments.importing.columns import column_words
from departments.importing.comparing import Comparison, compare
from departments.importing.differences import RowDifference
from departments.importing.exporting import template_of
from departments.importing.journal import Journal
from departments.importing.marked import marked_workbook
from departments.importing.reading import Reading, read
from departments.importing.review import counts_of, mark_of, problems_of, review_of
from departments.importing.undoing import ChangedSince, undo
from departments.workbook.collector import collector_paused

__all__ = [
    "ChangedSince",
    "Choices",
    "Comparison",
    "Journal",
    "Reading",
    "RowDifference",
    "answered",
    "apply",
    "collector_paused",
    "column_words",
    "compare",
    "counts_of",
    "kept_readings",
    "mapped",
    "mark_of",
    "marked_workbook",
    "problems_of",
    "read",
    "review_of",
    "template_of",
    "undo",
]
