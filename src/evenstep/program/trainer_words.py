"""The English word lists and patterns of the listening trainer's hints: plain nets, and everybody can see the holes."""

from __future__ import annotations

import re
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z']+", text))


I_WORDS: Final = _words("i i'm i'd i'll i've me my mine myself")
YOU_WORDS: Final = _words("you you're you'd you'll you've your yours yourself yourselves")
FEELINGS: Final = _words(
    "afraid alone angry annoyed anxious ashamed bored bothered calm cheerful confused desperate devastated "
    "disappointed disappointing discouraged discouraging disgusted downhearted drained embarrassed embarrassing "
    "exhausted exhausting excited exciting exposed frightened frightening frustrated frustrating furious glad "
    "grateful grief grieving guilty happy helpless hopeful hopeless humiliated hurt hurtful impatient irritated "
    "jealous joy joyful lonely longing mad miserable nervous numb overwhelmed overwhelming painful panicked "
    "proud puzzled regret relieved resentful restless sad sadness safe scared scary shaken shame shocked shy "
    "sorrow stuck stunned stressed stressful surprised tender tense terrified thrilled tired tiring torn "
    "unappreciated uncertain uncomfortable uneasy unhappy unsafe unsettled unsettling upset upsetting "
    "vulnerable wary weary worried worry worrying wounded awkward"
)
AFTER_A_GUESS: Final = re.compile(
    r"\b(?:sound(?:s|ed)?|seem(?:s|ed)?|feels?|felt|be|been|is|was|are|were|that's|it's|you're)\s+(?:[a-z']+\s+){0,2}?"
    r"(?:hard|heavy|tough|difficult|rough|let down|left out|in the middle|far away|watched|pressed)\b",
    re.IGNORECASE,
)
LEADS: Final = r"(?:(?:and|but|so|or|oh|okay|ok|well|then|hm+|tell me|i wonder|may i ask|can i ask),?\s+)*"
CLOSED_HOW: Final = r"(?:many|much|long|old|often|far|big|late|soon|about|come)\b"
OPEN: Final = re.compile(
    rf"(?:^|[,;:–—-]\s+){LEADS}(?:how\s+(?!{CLOSED_HOW})|what\s+(?!time\b|day\b|if\b|about\b)|in what way|which\b)",
    re.IGNORECASE,
)
INVITES: Final = re.compile(
    r"\b(?:tell me (?:more|about|how|what)|say more|would you like to (?:say|tell|talk)|(?:could|can|would|will) you "
    r"(?:tell|say|describe) |i(?:'d| would) like to hear)\b",
    re.IGNORECASE,
)
ASKS_WITHOUT_A_MARK: Final = re.compile(
    rf"^{LEADS}(?:(?:how|why|when|where|who)\s+(?:did|do|does|was|were|is|are|would|could|can|has|have|will)\b|"
    r"what\s+(?:did|do|does|would|could|can|has|have|will|happened|made)\b|"
    r"(?:do|did|would|could|can|are|were|have|will)\s+you\b)",
    re.IGNORECASE,
)
ADVICE: Final = re.compile(
    r"\byou(?:\s+(?:really|just|maybe|probably|simply))?\s+(?:should(?:n't)?|ought\s+to|must(?:n't)?|"
    r"could\s+(?:just|try|always|at\s+least)|might\s+want\s+to|had\s+better|better)\b|\byou'd\s+better\b|"
    r"(?<!like )(?<!that )(?<!if )(?<!when )\byou(?:\s+(?:really|just|maybe|probably|simply))?\s+(?:need|have)\s+to\b|"
    r"\bwhy\s+(?:don't|not)\b(?:\s+you)?|\bhave\s+you\s+(?:tried|thought\s+(?:of|about)|considered)\b|"
    r"\bif\s+i\s+were\s+you\b|\bmy\s+advice\b|\bi(?:'d|\s+would)?\s+(?:recommend|suggest|advise)\b|"
    r"\bit(?:'s|\s+is|'d\s+be|\s+would\s+be|\s+might\s+be)\s+(?:best|better)\s+(?:to|if)\b|"
    r"\bthe\s+best\s+thing\b|\bwhat\s+if\s+you\b|\b(?:maybe|perhaps)\s+you\s+(?:could|can)\b|"
    r"\bhow\s+about\s+(?:you|[a-z]+ing)\b|"
    r"(?:^|(?<=[.!?,;]\s))(?:just\s+|then\s+|so\s+|please\s+)?(?:try\s+(?:to|[a-z]+ing)|stop\s+[a-z]+ing|"
    r"don't\s+(?:worry|think|let|take|be)|forget\s+(?:it|about)|let\s+it\s+go|cheer\s+up|calm\s+down|relax|get\s+over)\b",
    re.IGNORECASE | re.MULTILINE,
)
STOP_WORDS: Final = (
    _words(
        "a about after again all also am an and any are aren't as at be because been before being but by can "
        "can't could did didn't do does doesn't don't down each even ever every everyone everything few for "
        "from get gets getting go goes going got had has have having he her here him his how if in into is "
        "isn't it it's its just kind know let like lot made make many may more most much nearly never no nobody "
        "not nothing now of off on once one only or other our out over own quite really same say says said see "
        "she should so some still such than that that's the their them then there these they thing things this "
        "those though through to too under until up us very was wasn't we well were what when where which while "
        "who why will with won't would yes yet"
    )
    | I_WORDS
    | YOU_WORDS
)
