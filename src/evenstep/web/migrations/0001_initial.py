"""The first shape of the store."""

import django.db.models.deletion
from django.db import migrations, models

import evenstep.web.models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Limit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gone_at", models.DateTimeField(editable=False, null=True)),
                ("key", models.CharField(default=evenstep.web.models.opaque, max_length=12, unique=True)),
                ("at", models.DateTimeField()),
                ("aspect", models.CharField(max_length=16)),
                ("words", models.TextField(max_length=500)),
                ("instead", models.TextField(max_length=500)),
                ("starts", models.DateField()),
                ("ends", models.DateField()),
                ("most", models.PositiveSmallIntegerField(null=True)),
                ("per", models.CharField(blank=True, max_length=8)),
                ("rule", models.CharField(blank=True, max_length=16)),
                ("after", models.TimeField(null=True)),
                ("until", models.TimeField(null=True)),
            ],
            options={
                "ordering": ["-ends", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Settings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(default="en", max_length=16)),
                ("country", models.CharField(blank=True, max_length=2)),
                ("theme", models.CharField(default="system", max_length=8)),
                ("text_size", models.CharField(default="normal", max_length=8)),
                ("lock_after_min", models.PositiveSmallIntegerField(default=10)),
                ("adult_on", models.DateField(null=True)),
                ("first_run_done", models.BooleanField(default=False)),
                ("backed_up_on", models.DateField(null=True)),
                ("tries_emptied_on", models.DateField(null=True)),
                ("veil", models.BooleanField(default=True)),
                ("untidied", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="Space",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gone_at", models.DateTimeField(editable=False, null=True)),
                ("key", models.CharField(default=evenstep.web.models.opaque, max_length=12, unique=True)),
                ("kind", models.CharField(max_length=8)),
                ("other", models.CharField(max_length=80)),
                ("me", models.CharField(blank=True, max_length=80)),
                ("alone", models.BooleanField(default=True)),
                ("made_at", models.DateTimeField()),
                ("joint_on", models.BooleanField(default=False)),
                ("reaching_on", models.BooleanField(default=False)),
                ("loop_on", models.BooleanField(default=False)),
                ("stopped", models.BooleanField(default=False)),
                ("paused", models.BooleanField(default=False)),
                ("last_used", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["made_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Unlock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("worked", models.BooleanField()),
            ],
        ),
        migrations.CreateModel(
            name="Slip",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(default=evenstep.web.models.opaque, max_length=12, unique=True)),
                ("at", models.DateTimeField()),
                ("local_day", models.DateField()),
                ("note", models.TextField(blank=True, max_length=2000)),
                (
                    "limit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="slips", to="notes.limit"
                    ),
                ),
            ],
            options={
                "ordering": ["local_day", "at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Sitting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gone_at", models.DateTimeField(editable=False, null=True)),
                ("key", models.CharField(default=evenstep.web.models.opaque, max_length=12, unique=True)),
                ("practice", models.CharField(max_length=32)),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("state", models.JSONField()),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sittings", to="notes.space"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Offered",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("practice", models.CharField(max_length=32)),
                ("rule", models.CharField(max_length=32)),
                ("on", models.DateField()),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="offered", to="notes.space"
                    ),
                ),
            ],
            options={
                "ordering": ["on", "id"],
                "constraints": [models.UniqueConstraint(fields=("space", "on"), name="one_offer_a_day")],
            },
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("local_day", models.DateField()),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="looks", to="notes.space"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="limit",
            name="space",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="limits", to="notes.space"
            ),
        ),
        migrations.CreateModel(
            name="Kept",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("of", models.CharField(max_length=80)),
                ("body", models.BinaryField()),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="kept", to="notes.space"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Import",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gone_at", models.DateTimeField(editable=False, null=True)),
                ("key", models.CharField(default=evenstep.web.models.opaque, max_length=12, unique=True)),
                ("at", models.DateTimeField()),
                ("joins_on", models.DateField()),
                ("events", models.BinaryField()),
                ("conversations", models.BinaryField()),
                ("reading", models.JSONField()),
                ("handles", models.JSONField(default=dict)),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="imports", to="notes.space"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="HardWeek",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("week", models.CharField(max_length=8)),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="hard_weeks", to="notes.space"
                    ),
                ),
            ],
            options={
                "ordering": ["week"],
            },
        ),
        migrations.CreateModel(
            name="Guess",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gone_at", models.DateTimeField(editable=False, null=True)),
                ("figure", models.CharField(max_length=32)),
                ("value", models.FloatField()),
                ("at", models.DateTimeField()),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="guesses", to="notes.space"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AnswerSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gone_at", models.DateTimeField(editable=False, null=True)),
                ("form", models.CharField(max_length=32)),
                ("at", models.DateTimeField()),
                ("local_day", models.DateField()),
                ("answers", models.JSONField()),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answer_sets", to="notes.space"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Tried",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gone_at", models.DateTimeField(editable=False, null=True)),
                ("key", models.CharField(default=evenstep.web.models.opaque, max_length=12, unique=True)),
                ("practice", models.CharField(max_length=32)),
                ("at", models.DateTimeField()),
                ("begun_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                ("helped", models.CharField(blank=True, max_length=8)),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tried", to="notes.space"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Written",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gone_at", models.DateTimeField(editable=False, null=True)),
                ("key", models.CharField(default=evenstep.web.models.opaque, max_length=12, unique=True)),
                ("practice", models.CharField(max_length=32)),
                ("at", models.DateTimeField()),
                ("local_day", models.DateField()),
                ("fields", models.JSONField()),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="written", to="notes.space"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Moment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gone_at", models.DateTimeField(editable=False, null=True)),
                ("key", models.CharField(default=evenstep.web.models.opaque, max_length=12, unique=True)),
                ("at", models.DateTimeField()),
                ("local_day", models.DateField()),
                ("good", models.BooleanField(default=False)),
                ("toward", models.CharField(max_length=8)),
                ("back", models.CharField(max_length=8)),
                ("topic", models.CharField(blank=True, max_length=16)),
                ("tension", models.PositiveSmallIntegerField()),
                ("ended", models.CharField(blank=True, max_length=16)),
                ("mended", models.CharField(blank=True, max_length=8)),
                ("note", models.TextField(blank=True, max_length=2000)),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="moments", to="notes.space"
                    ),
                ),
            ],
            options={
                "ordering": ["-local_day", "-at", "-id"],
                "constraints": [models.CheckConstraint(condition=models.Q(("tension__lte", 4)), name="tension_0_to_4")],
            },
        ),
        migrations.AddConstraint(
            model_name="limit",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends__gte", models.F("starts"))), name="starts_first"
            ),
        ),
        migrations.AddConstraint(
            model_name="limit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("rule", ""),
                    models.Q(("most__isnull", False), ("rule", "in_a_row")),
                    models.Q(("most__isnull", False), ("per__in", ["day", "week", "month"]), ("rule", "per_span")),
                    models.Q(("after__isnull", False), ("rule", "none_after"), ("until__isnull", False)),
                    _connector="OR",
                ),
                name="rule_has_what_it_uses",
            ),
        ),
        migrations.AddConstraint(
            model_name="kept",
            constraint=models.UniqueConstraint(fields=("space", "of"), name="kept_once"),
        ),
        migrations.AddConstraint(
            model_name="hardweek",
            constraint=models.UniqueConstraint(fields=("space", "week"), name="a_week_is_hard_once"),
        ),
    ]
