"""How we got this: the rules behind each section, in plain words."""

from __future__ import annotations

from typing import Final

from evenstep.measures.base import MeasureOptions
from evenstep.report import amounts
from evenstep.report.names import Sentence, say
from evenstep.spoken import N_, digits, tr

RANGE: Final = N_(
    (
        "The range",
        "We draw whole weeks of your history again and again, {draws} times, and count anew. {level} of 100 of these "
        "counts lie in the range. It holds for this period, not for ever.",
    )
)

STARTS: Final = N_(
    (
        (
            "The rule",
            "A start is the first turn after a silence of {cut} or more. A turn is a run of messages by one person.",
        ),
        ("Late answers", "A start can also be a very late answer to an old message. Reactions are not answers."),
        ("Left out", "The very first start of the file, and the first one after a long hole in it."),
        RANGE,
        ("What would change it", "Calls or visits that are not in this file, or a second app."),
    )
)
SWEEP: Final = N_(
    (
        ("The rule", "We count the starts again for silences of {cuts}."),
        (
            "More, even, can’t tell",
            "More means that the whole range lies on one side of a half. Even means that it lies "
            "between 40 and 60 of 100. Anything else we can’t tell.",
        ),
        RANGE,
    )
)
WAITING: Final = N_(
    (
        (
            "The rule",
            "A wait runs from the first message without an answer to the other person’s next one. More messages "
            "in between do not restart it.",
        ),
        ("No answer", "After {horizon}, or where the file ends, a wait counts as still open. It is not thrown away."),
        ("Half", "The time after which half of the waits were over. Waits that stayed open count, too."),
        (
            "Own clock",
            "Each person’s own clock is worked out from when that person writes. It runs fast in their busy hours and "
            "hardly moves in hours when they rarely write. 24 such hours still pass in a day. We say that one took "
            "longer only when this clock and the plain clock agree.",
        ),
        RANGE,
        ("What would change it", "A new job, a new time zone, or a second app that is not in this file."),
    )
)
PARTICIPATION: Final = N_(
    (
        (
            "The rule",
            "A turn is a run of messages by one person with pauses of {pause} at most. Words are runs of letters; "
            "pictures and voice notes have none.",
        ),
        RANGE,
        ("What would change it", "One person may say in one long message what the other says in five."),
    )
)
RUNS: Final = N_(
    (
        (
            "The rule",
            "We count the turns of one person until the other answers, a call is picked up, or the talk ends without "
            "an answer. A turn ends with a pause of more than {pause}.",
        ),
        RANGE,
    )
)
REACH: Final = N_(
    (
        (
            "The rule",
            "A reach is a start, a further turn before an answer came, or a call that was not taken. Each turn "
            "counts once at most. A start can also be a very late answer. Reactions are not answers.",
        ),
        ("Hard weeks", "A week is hard when you marked it so. We do not guess it from messages."),
        RANGE,
    )
)
DRIFT: Final = N_(
    (
        ("The rule", "We take each month’s share and smooth it, so that one odd month does not speak for all."),
        ("Then and now", "The first three months of the file against the last three."),
        (
            "The range",
            "The band comes from how much the weeks of a month scatter and how far the level wanders. The range of the "
            "change comes from drawing whole weeks of both ends again and again.",
        ),
        ("What would change it", "A month that is missing from the file, or a move to another app."),
    )
)
WEEK: Final = N_(
    (
        (
            "The rule",
            "We count your own turns in each of the 168 hours of a week, on your own clock. Nothing is smoothed.",
        ),
        ("Only you", "Hours of the other person are not shown, on purpose: nobody is watched here."),
    )
)
RESEARCH: Final = N_(
    (
        ("Burstiness", "0 is random timing, above 0 is bursts, below 0 is regular (Goh and Barabási 2008)."),
        ("Memory", "Above 0, short gaps follow short gaps (Goh and Barabási 2008)."),
        (
            "Shifts",
            "Of 100 turns of a person, how many came after the other’s and how many after their own (Gibson 2003).",
        ),
        RANGE,
    )
)
READING: Final = N_(
    (
        ("What we read", "Times, lengths and kinds of messages. The text was let go as it was read."),
        ("What we did not guess", "Time zone and the order of day and month come from the file or from you."),
    )
)


def rules(entries: tuple[tuple[str, str], ...], options: MeasureOptions) -> tuple[tuple[str, Sentence], ...]:
    """The entries as (heading, sentence), with what the measures were told filled in."""
    told: dict[str, str | Sentence] = {
        "draws": amounts.number(options.draws),
        "level": digits(f"{options.level * 100:g}"),
        "cut": amounts.duration(options.session_gap_s),
        "cuts": amounts.listed([amounts.duration(cut) for cut in sorted(options.session_gaps_s)]),
        "horizon": amounts.hours(options.censor_s),
        "pause": amounts.duration(options.turn_gap_s),
    }
    return tuple((tr(heading), say(text, None, **told)) for heading, text in entries)
