"""The patterns of the check "binds me or asks another": each a rule with a slug that the words explain."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

DUTY: Final = (
    r"(?:must(?:n't)?|ha(?:ve|s) to|(?:had )?better|should(?:n't)?|needs? to|ought(?:n't)?|can't|cannot|can not|"
    r"may not|shall|(?:are|is)(?:n't| not)? (?:allowed|supposed|to\b)|don't get to)"
)
WILL: Final = r"I(?:'ll| will(?! not)| am going to|'m going to)"
WONT: Final = r"I(?: won't| will not| am not going to|'m not going to)"
WITH_NAME: Final = rf"(?<!if )(?<!when )\b{{name}}(?:'s)? (?:{DUTY}|will|won't)\b"
PRIVATE: Final = r"(?:phone|mail|inbox|e-?mails?|chats?|texts|location|accounts?|diary|bag|pockets?|computer|laptop)"
ASK_VERBS: Final = (
    r"(?:answer|apologi[sz]e|ask|be|call|come|give|go|help|include|leave|let|listen|look|make|promise|respect|ring|say|"
    r"send|share|show|speak|stay|stop|talk|tell|text|treat|trust|visit|wait|write)"
)
OWN_VERBS: Final = r"(?:keep|put|raise|switch|take|touch|turn|use|watch|wash|pay|clean|do|get|bring|drive)"
NOT_NAMES: Final = (
    r"(?:I|It|It's|There|This|That|We|You|They|The|A|An|No|Nobody|Everyone|Everybody|Someone|Who|What|People|One|Both|"
    r"Messages|Calls|Work|Money|Phones?|Dinner|Meetings|All|Our|My|Your|Their)"
)
LIMITING: Final = (
    r"(?:at most|no more than|less than|only|never|don't|not|no|none|until|till|before|after|once|twice|every|each|"
    r"by \w+|from now on|this (?:week|month|year)|on \w+days?|at (?:\d+|one|two|three|four|five|six|seven|eight|nine|"
    r"ten|eleven|twelve|noon|night|work)|stop|keep|leave|say no|go home)"
)


@dataclass(frozen=True)
class Rule:
    """A pattern and the name of its reason."""

    slug: str
    pattern: re.Pattern[str]


def _rule(slug: str, pattern: str, flags: int = re.IGNORECASE) -> Rule:
    return Rule(slug, re.compile(pattern, flags))


HARM: Final = _rule(
    "harm",
    r"\b(?:hurt|harm|kill) (?:myself|me|you|them|yourself)\b|\bcut myself\b|\bend (?:it all|my life)\b|\bsuicide\b|"
    r"\b(?:hit|beat|slap|choke|kick|push|threaten|grab|rape|strangle|touch)\w* me\b|\bforc\w+ me\b",
)
PERHAPS: Final = _rule("perhaps_watching", r"\bI\b[^,]*\bread\w* (?:your|their) (?:messages?|letters?)\b")
THREAT: Final = _rule(
    "threat",
    rf"\b{WILL} (?:leave (?:you|them)|take the (?:kids|children|house|car)|tell (?:everyone|everybody|your|their)|"
    r"break up|divorce|be gone|make (?:you|them) pay|ruin|throw|fire|report)\b|\bit(?:'s| is) over\b|"
    rf"\b{WONT} (?:speak|talk) to (?:you|them)\b|\bI will never (?:speak|talk) to\b",
)
ASKS: Final = (
    _rule("watching", rf"\bI\b[^,]*\b(?:check|go through|look (?:at|through|into)|search|track|read)\s+"
                      rf"(?:your|their)\s+(?:\w+\s+)?{PRIVATE}\b|"
                      r"\bI\b[^,]*\b(?:follow|track|watch|spy on) (?:you|them)\b"),
    _rule("until", r"\bI\b.*\b(?:until|till) (?:you|they) (?!are\b|have\b|sleep|leave)"),
    _rule("holding", rf"\b{WONT} (?:let|allow) (?:you|them) (?!down\b|know\b)|"
                     r"\b(?:not|never|don't) (?:let|allow) (?:you|them) (?!down\b|know\b)|"
                     r"\bmake sure (?:that )?(?:you|they)\b|\b(?:forbid|stop|keep) (?:you|them) from\b|"
                     r"\b(?:get|force) (?:you|them) to\b"),
    _rule("wish", r"\bI(?: really| just| do| only)?(?:'d| would)? (?:want|need|expect|like|love|ask|demand|insist|wish|"
                  r"hope|prefer|beg)(?: that| on)? (?:you|they|them)\b(?! back)"),
    _rule("wish", r"\bI(?: really| just)?(?:'d| would)? (?:want|need|expect|like|demand)\b"
                  r"[^,]* (?:from|of) (?:you|them)\b"),
    _rule("wish", r"\bI(?:'d| would) rather (?:you|they)\b|\bhow about (?:you|they) (?!and\b)"),
    _rule("you_duty", r"^(?:maybe |perhaps )?you (?:could|might) (?:at least|also|just|please)\b"),
    _rule("you_duty", rf"(?<!if )(?<!when )(?<!what )(?<!once )(?<!because )(?<!until )(?<!while )\byou(?:'re)? "
                      rf"(?:{DUTY}|not allowed|will|won't|are going to)|(?<!if )(?<!when )\byou'll\b"),
    _rule("they_duty", rf"\b(?:they|my (?!own\b)\w+|your \w+) {DUTY}"),
    _rule("they_duty", rf"^(?!{NOT_NAMES}\b)[A-Z]\w+(?<!s) (?!have to\b){DUTY}", 0),
    _rule("question", r"^(?:(?:so|and|but|please),? )?(?:could|would|can|will|won't|do|don't|are|have) you\b"),
    _rule("order", r"^(?:please,? |just |always |and )*(?:don't|do not|never|quit|stop) (?:\w+ )*?"
                   r"(?:me|us|my|your|you)\b"),
    _rule("order", rf"^(?:please,? |just |always )*{ASK_VERBS}\b(?!'s\b)[^,]*\b(?:me|us|my|your|you)\b"),
    _rule("order", rf"^(?:please,? |just |always )*{OWN_VERBS}\b[^,]*\b(?:me|us|your|you)\b"),
    _rule("order", rf"^please,? (?:don't |do not |never )?(?:{ASK_VERBS}|{OWN_VERBS})\b"),
    _rule("for_you", r"^(?:no|none|not|at most|no more)\b.*\b(?:for|from) (?:you|them)\b"),
)  # fmt: skip
WE: Final = (
    PERHAPS,
    _rule(
        "bargain",
        r"\bI\b[^,]*\bonly\b[^,]* (?:if|as long as|when) (?:you|they)\b|"
        r"\b(?:if|as long as|when) (?:you|they)\b[^,]*\b(?:yours|theirs|first|too|as well)\b",
    ),
    _rule("we", r"^[A-Z]\w+ and I\b"),
    _rule("feeling", r"\bI (?:can't|cannot|can not) (?:go on|take (?:it|this)|stand|bear|do this|cope)\b"),
    _rule("we", r"^(?:from now on,? )?(?:we|we'll|let's|let us|both of us|you and i|the two of us|our)\b"),
)
FEELS: Final = r"(?:be (?:so |very |really )?(?:angry|sad|hurt|glad|happy|upset|lonely|mad)|feel|hate|love|cry)"
ME: Final = (
    _rule("i_will", rf"\b(?:{WILL}|{WONT}|I (?:can|cannot|can't|may))\b(?! {FEELS}\b)"),
    _rule("i_limit", r"^(?:[^,]{0,30},? )?I(?:'m| am)? (?!feel|think|want|wish|hope|need|like|love|hate|am\b|was\b|"
                     rf"would|had\b|guess|know|believe|should|could)[^,]*\b{LIMITING}\b"),
    _rule("i_limit", r"^(?:from \w+,? )?I (?:stop|keep|leave|take|lend|limit|say no)\b|^from \w+,? I \w+"),
    _rule("i_limit", r"^I(?:'m| am) (?:keeping|leaving|stopping|staying|taking)\b"),
    _rule("from_me", r"\b(?:at most|no more|no|none|only|less)\b.*\b(?:from|for|by|with) me\b|\bon my side\b"),
)  # fmt: skip
NOBODY: Final = (
    _rule("feeling", r"^I(?:'m| am)?\b"),
    _rule("nobody", r"^(?:no|none|at most|no more|only|there|it|more|less|nobody|everyone|everybody)\b"),
)
TOPICS: Final = {
    "freedom": re.compile(r"\b(?:allowed|go(?:ing)? out|see (?:them|him|her|your)|your (?:ex|friends)|where you are|"
                          r"talk to (?:your|other)|location|password|wear)\b", re.IGNORECASE),
    "tone": re.compile(r"\b(?:shout\w*|yell\w*|scream\w*|voice|tone|rude|swear\w*|like that|respect\w*|nicer|kinder|"
                       r"interrupt\w*|apologi\w*|insult\w*)\b", re.IGNORECASE),
    "call": re.compile(r"\b(?:call\w*|ring|phone (?:me|us))\b", re.IGNORECASE),
    "answer": re.compile(r"\b(?:answer\w*|repl(?:y|ies|ied)|respond\w*|text\w*|writ(?:e|es|ing)|messages?|hear from|"
                         r"ignor\w*)\b", re.IGNORECASE),
    "time": re.compile(r"\b(?:late|on time|earl(?:y|ier)|home|wait\w*|hurry|cancel\w*)\b", re.IGNORECASE),
    "money": re.compile(r"\b(?:money|pay\w*|rent|spend\w*|costs?|share|lend|bills?)\b", re.IGNORECASE),
    "help": re.compile(r"\b(?:help\w*|clean\w*|cook\w*|kids|children|chores|wash\w*|dishes|task\w*|report)\b",
                       re.IGNORECASE),
    "come": re.compile(r"\b(?:visit\w*|com(?:e|ing)|meet\w*|show up|drop by|together|weekend|sundays?)\b",
                       re.IGNORECASE),
    "tell": re.compile(r"\b(?:tell|truth|honest\w*|know|explain|share|ask me|talk)\b", re.IGNORECASE),
}  # fmt: skip
