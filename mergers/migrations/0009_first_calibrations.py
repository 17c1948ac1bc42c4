"""Every region with sections gets its first calibration, of its texts of today."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone


def calibrate(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """As mergers/actions/calibrations.py does after a first import."""
    own = apps.get_model("departments", "Section").objects.filter(
        standing="active", department__standing="active"
    )
    regions = apps.get_model("departments", "Region").objects
    for region in regions.filter(calibrations=None):
        sections = own.filter(department__region=region)
        if sections.exists():
            write(apps, region, sections)


def write(apps: Apps, region: Any, sections: Any) -> None:
    """One calibration; what it takes is loaded only where there is something to calibrate."""
    from mergers.lazy import similarity
    from mergers.planning.calibrations import texts_of, values_of
    from mergers.planning.phrase_lists import boilerplate_of

    rows, texts = texts_of(sections)
    phrases = apps.get_model("departments", "PhraseList").objects.filter(region=region).first()
    departments = [department for _, department in rows]
    made = similarity.calibration.of_region(texts, departments, phrases=boilerplate_of(phrases))
    apps.get_model("departments", "RegionCalibration").objects.create(
        region=region,
        number=1,
        occasion="first",
        made_at=timezone.now(),
        departments=len(set(departments)),
        **values_of(made),
    )


class Migration(migrations.Migration):
    dependencies = [("mergers", "0008_plans_name_their_calibration")]

    operations = [
        migrations.RunPython(calibrate, migrations.RunPython.noop),
    ]
