"""What a worker does a while after every change: the data of all departments are checked."""

from django.utils import timezone

from departments.actions import data_checks


def check_data() -> None:
    """Check all whose result need not hold."""
    at = timezone.now()
    data_checks.check(data_checks.to_check(None, at), at=at)
