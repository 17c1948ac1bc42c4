import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """An import from the command line has no person who uploaded it."""

    dependencies = [("departments", "0005_phrases_links_and_ended_duties")]

    operations = [
        migrations.AlterField(
            model_name="workbookimport",
            name="uploaded_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to=settings.AUTH_USER_MODEL,
                verbose_name="上传人",
            ),
        ),
    ]
