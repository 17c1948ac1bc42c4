"""Findings of the data checks are stored by department; people are found by ID number and name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("departments", "0012_indexes_of_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="HealthFindings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("department_id", models.BigIntegerField(verbose_name="部门编号")),
                ("code", models.CharField(max_length=40, verbose_name="检查项")),
                ("number", models.PositiveIntegerField(verbose_name="序号")),
                ("findings", models.JSONField(default=list, verbose_name="问题")),
            ],
            options={
                "verbose_name": "数据体检问题",
                "verbose_name_plural": "数据体检问题",
            },
        ),
        migrations.CreateModel(
            name="HealthMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("department_id", models.BigIntegerField(db_index=True, verbose_name="部门编号")),
                ("at", models.DateTimeField(verbose_name="时间")),
            ],
            options={
                "verbose_name": "数据变动标记",
                "verbose_name_plural": "数据变动标记",
            },
        ),
        migrations.CreateModel(
            name="HealthMatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="检查项")),
                ("key", models.CharField(max_length=200, verbose_name="相同之处")),
                ("member", models.BigIntegerField(verbose_name="对象编号")),
                ("department_id", models.BigIntegerField(db_index=True, verbose_name="部门编号")),
                ("section_id", models.BigIntegerField(null=True, verbose_name="科室编号")),
                ("section", models.CharField(blank=True, max_length=120, verbose_name="科室")),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                ("shared", models.CharField(blank=True, max_length=40, verbose_name="说明")),
                ("identity", models.CharField(blank=True, max_length=32, verbose_name="身份")),
            ],
            options={
                "verbose_name": "跨部门的相同",
                "verbose_name_plural": "跨部门的相同",
            },
        ),
        migrations.CreateModel(
            name="HealthResult",
            fields=[
                (
                    "department_id",
                    models.BigIntegerField(
                        primary_key=True, serialize=False, verbose_name="部门编号"
                    ),
                ),
                ("checked_at", models.DateTimeField(null=True, verbose_name="检查时间")),
                ("version", models.CharField(blank=True, max_length=20, verbose_name="版本")),
                ("counts", models.JSONField(default=dict, verbose_name="问题数")),
            ],
            options={
                "verbose_name": "数据体检结果",
                "verbose_name_plural": "数据体检结果",
            },
        ),
        migrations.AddIndex(
            model_name="staffmember",
            index=models.Index(fields=["id_number"], name="staff_by_id_number"),
        ),
        migrations.AddIndex(
            model_name="staffmember",
            index=models.Index(fields=["name", "birth_date"], name="staff_by_name_and_birth"),
        ),
        migrations.AddConstraint(
            model_name="healthfindings",
            constraint=models.UniqueConstraint(
                fields=("department_id", "code", "number"), name="health_findings_once"
            ),
        ),
        migrations.AddIndex(
            model_name="healthmatch",
            index=models.Index(fields=["code", "key", "department_id", "identity"], name="health_match_by_key"),
        ),
        migrations.AddConstraint(
            model_name="healthmatch",
            constraint=models.UniqueConstraint(fields=("code", "member"), name="health_match_once"),
        ),
    ]
