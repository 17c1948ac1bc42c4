"""What people leave behind: imports, jobs and audit events."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from bigsection.audit.models import AuditEvent
from bigsection.jobs.models import Job, JobStatus
from departments.models import ImportStatus, WorkbookImport
from tests.factories.organisation import RegionFactory
from tests.factories.people import UserFactory

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai


class JobFactory(DjangoModelFactory[Job]):
    class Meta:
        model = Job

    kind = "read_import"
    title = "读取 科室.xlsx"
    owner = factory.SubFactory(UserFactory)
    status = JobStatus.RUNNING
    progress = 0.4
    message = "读取工作簿"
    created_at = NOON


class WorkbookImportFactory(DjangoModelFactory[WorkbookImport]):
    """An import that was read and waits for its review."""

    class Meta:
        model = WorkbookImport

    region = factory.SubFactory(RegionFactory)
    uploaded_by = factory.SubFactory(UserFactory)
    uploaded_at = NOON
    file_name = "科室.xlsx"
    file_hash = "0" * 64
    status = ImportStatus.REVIEW


class AuditEventFactory(DjangoModelFactory[AuditEvent]):
    class Meta:
        model = AuditEvent

    at = NOON
    actor = factory.SubFactory(UserFactory)
    verb = "section.rename"
    subject_type = "departments.section"
    subject_id = "1"
    subject_label = "人事科"
    region_code = "990100"
    changes = {"name": ["人事科", "人事教育科"]}
