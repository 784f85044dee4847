"""The facts a person's store holds: columns and constraints, nothing derived but one cache that may go at any time."""

from __future__ import annotations

import secrets
from typing import ClassVar, Final, Self, TypeVar

from django.db import models

KINDS: Final = ("partner", "friend", "family", "work")
SIDES: Final = ("reach", "step_back")
WHO: Final = ("me", "other", "both", "nobody")


def opaque() -> str:
    """A key that says nothing, for addresses."""
    return secrets.token_hex(6)


Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class Here(models.Manager[Row_co]):
    """Only what was not taken away."""

    def get_queryset(self) -> models.QuerySet[Row_co]:
        """The rows a page may know of."""
        return super().get_queryset().filter(gone_at__isnull=True)


class Removable(models.Model):
    """What can be taken away and, for a day, brought back (taken.py). Such rows are only in ``everything``."""

    gone_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[models.Manager[Self]] = Here()
    everything: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        abstract = True


class Settings(models.Model):
    """One row: what the person chose for the whole program."""

    language = models.CharField(max_length=16, default="en")
    country = models.CharField(max_length=2, blank=True)
    theme = models.CharField(max_length=8, default="system")
    text_size = models.CharField(max_length=8, default="normal")
    lock_after_min = models.PositiveSmallIntegerField(default=10)
    adult_on = models.DateField(null=True)
    first_run_done = models.BooleanField(default=False)
    backed_up_on = models.DateField(null=True)
    tries_emptied_on = models.DateField(null=True)
    veil = models.BooleanField(default=True)
    untidied = models.BooleanField(default=False)  # something was deleted, and the file was not yet rewritten


class Unlock(models.Model):
    """One try to open the store, so that its owner can see tries that were not theirs."""

    at = models.DateTimeField()
    worked = models.BooleanField()


class Space(Removable):
    """One relationship. The three switches are off until the person turns them on; never why they are off."""

    key = models.CharField(max_length=12, unique=True, default=opaque)
    kind = models.CharField(max_length=8)
    other = models.CharField(max_length=80)
    me = models.CharField(max_length=80, blank=True)
    alone = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    joint_on = models.BooleanField(default=False)
    reaching_on = models.BooleanField(default=False)
    loop_on = models.BooleanField(default=False)
    stopped = models.BooleanField(default=False)
    paused = models.BooleanField(default=False)  # everything to try rests, in one action
    last_used = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at", "id"]


class AnswerSet(Removable):
    """One filling of an inventory: ``form`` is its slug and version, ``answers`` item -> number."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="answer_sets")
    form = models.CharField(max_length=32)
    at = models.DateTimeField()
    local_day = models.DateField()
    answers = models.JSONField()

    class Meta:
        ordering = ["at", "id"]


class Moment(Removable):
    """One moment, hard or good; ``ended``: how a hard one ended, what was good in a good one; ``note``: own words."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="moments")
    key = models.CharField(max_length=12, unique=True, default=opaque)
    at = models.DateTimeField()
    local_day = models.DateField()
    good = models.BooleanField(default=False)
    toward = models.CharField(max_length=8)
    back = models.CharField(max_length=8)
    topic = models.CharField(max_length=16, blank=True)
    tension = models.PositiveSmallIntegerField()
    ended = models.CharField(max_length=16, blank=True)
    mended = models.CharField(max_length=8, blank=True)
    note = models.TextField(blank=True, max_length=2000)

    class Meta:
        ordering = ["-local_day", "-at", "-id"]
        constraints = [models.CheckConstraint(condition=models.Q(tension__lte=4), name="tension_0_to_4")]


class HardWeek(models.Model):
    """A week the person called hard, as "2024-W07"."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="hard_weeks")
    week = models.CharField(max_length=8)

    class Meta:
        ordering = ["week"]
        constraints = [models.UniqueConstraint(fields=["space", "week"], name="a_week_is_hard_once")]


class Import(Removable):
    """One bringing of files: its events as Parquet, never any text; without the row it never came."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="imports")
    key = models.CharField(max_length=12, unique=True, default=opaque)
    at = models.DateTimeField()
    joins_on = models.DateField()
    events = models.BinaryField()
    conversations = models.BinaryField()
    reading = models.JSONField()
    handles = models.JSONField(default=dict)  # what the two are called in the files: "me" and "other" -> names

    class Meta:
        ordering = ["at", "id"]


class Guess(Removable):
    """What the person thought a figure would be, before seeing it. ``value`` in the figure's own unit."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="guesses")
    figure = models.CharField(max_length=32)
    value = models.FloatField()
    at = models.DateTimeField()


class Tried(Removable):
    """A practice somebody began to try. ``helped``, when it was put aside: yes, a_bit, no, worse; "": not said."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="tried")
    key = models.CharField(max_length=12, unique=True, default=opaque)
    practice = models.CharField(max_length=32)
    at = models.DateTimeField()
    begun_on = models.DateField()
    ended_on = models.DateField(null=True)
    helped = models.CharField(max_length=8, blank=True)

    class Meta:
        ordering = ["at", "id"]


class Written(Removable):
    """Own words under a practice: ``fields`` as its page asks for them, name -> text, number or list of them."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="written")
    key = models.CharField(max_length=12, unique=True, default=opaque)
    practice = models.CharField(max_length=32)
    at = models.DateTimeField()
    local_day = models.DateField()
    fields = models.JSONField()

    class Meta:
        ordering = ["-at", "-id"]


class Limit(Removable):
    """What binds me for a while (program/limits.py). ``rule`` "" where own messages are not looked at.

    ``rule`` in_a_row and per_span use ``most`` (and ``per``), none_after uses ``after`` and ``until``, local times.
    """

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="limits")
    key = models.CharField(max_length=12, unique=True, default=opaque)
    at = models.DateTimeField()
    aspect = models.CharField(max_length=16)
    words = models.TextField(max_length=500)
    instead = models.TextField(max_length=500)
    starts = models.DateField()
    ends = models.DateField()
    most = models.PositiveSmallIntegerField(null=True)
    per = models.CharField(max_length=8, blank=True)
    rule = models.CharField(max_length=16, blank=True)
    after = models.TimeField(null=True)
    until = models.TimeField(null=True)

    class Meta:
        ordering = ["-ends", "-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends__gte=models.F("starts")), name="starts_first"),
            models.CheckConstraint(
                condition=models.Q(rule="")
                | models.Q(rule="in_a_row", most__isnull=False)
                | models.Q(rule="per_span", most__isnull=False, per__in=["day", "week", "month"])
                | models.Q(rule="none_after", after__isnull=False, until__isnull=False),
                name="rule_has_what_it_uses",
            ),
        ]


class Slip(models.Model):
    """One slip of a limit: a fact to learn from, looked at when its time is over."""

    limit = models.ForeignKey(Limit, on_delete=models.CASCADE, related_name="slips")
    key = models.CharField(max_length=12, unique=True, default=opaque)
    at = models.DateTimeField()
    local_day = models.DateField()
    note = models.TextField(blank=True, max_length=2000)

    class Meta:
        ordering = ["local_day", "at", "id"]


class Sitting(Removable):
    """A check-in, a listening session or a pause under way or over: ``state`` as program/ writes and reads it."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="sittings")
    key = models.CharField(max_length=12, unique=True, default=opaque)
    practice = models.CharField(max_length=32)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    state = models.JSONField()

    class Meta:
        ordering = ["-at", "-id"]


class Offered(models.Model):
    """A suggestion that was shown: which practice, by which rule, on which day. There is one new a week at most."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="offered")
    practice = models.CharField(max_length=32)
    rule = models.CharField(max_length=32)
    on = models.DateField()

    class Meta:
        ordering = ["on", "id"]
        constraints = [models.UniqueConstraint(fields=["space", "on"], name="one_offer_a_day")]


class Look(models.Model):
    """One opening of the pattern, for the looking budget; never why."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="looks")
    local_day = models.DateField()


class Kept(models.Model):
    """A finished page that took long to work out. Derived: any row may be deleted at any time."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="kept")
    of = models.CharField(max_length=80)
    body = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "of"], name="kept_once")]
