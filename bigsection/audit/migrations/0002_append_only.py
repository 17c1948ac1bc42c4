"""Makes the audit trail append-only in the database itself; 0003 has the triggers of today."""

from django.db import migrations

TRIGGERS = ("audit_no_update", "audit_no_delete")
"""How the triggers were called that this migration made."""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = []
