"""The index of the search over names and pinyin initials of people."""

from django.db import migrations

from departments import search_index


def install(apps, schema_editor):
    search_index.install(schema_editor.connection)


def remove(apps, schema_editor):
    search_index.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("departments", "0013_stored_data_health")]
    operations = [migrations.RunPython(install, remove)]
