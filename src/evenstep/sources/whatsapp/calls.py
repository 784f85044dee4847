"""Lines about calls: what the app writes behind its mark, and whole lines of it in files whose marks were lost."""

from __future__ import annotations

import re
from typing import Final

from evenstep.sources.whatsapp import words
from evenstep.sources.whatsapp.phrases import fold
from evenstep.sources.whatsapp.shape import MARKS

LONGEST: Final = 60  # letters of a line about a call
A_PHRASE: Final = 6  # words that "missed group video call" may take
_WORD: Final = 3  # letters that count as a word where words are written without spaces
_DROP_MARKS: Final = dict.fromkeys(map(ord, MARKS))
_PARTS: Final = re.compile(r"[,،、]|\.\s|\s[•·]\s")  # "Voice call, 5 min"; of a group "Voice call. 5 min • 3 joined"


def _names(lines: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in lines.replace("\n", "|").split("|") if name.strip())


MISSED: Final = _names("""
Missed voice call|Missed video call|Missed group voice call|Missed group video call|Missed group call
Verpasster Sprachanruf|Verpasster Videoanruf|Verpasster Gruppenanruf|Llamada de voz perdida|Videollamada perdida
Llamada perdida|Appel vocal manqué|Appel vidéo manqué|Chiamata vocale persa|Videochiamata persa
Chamada de voz perdida|Chamada de vídeo perdida|Ligação de voz perdida|Ligação de vídeo perdida
Gemiste spraakoproep|Gemiste video-oproep|Missat röstsamtal|Missat videosamtal|Nieodebrane połączenie głosowe
Nieodebrane połączenie wideo|Пропущенный аудиозвонок|Пропущенный видеозвонок|Пропущенный звонок
Пропущений голосовий дзвінок|Пропущений відеодзвінок|Cevapsız sesli arama|Cevapsız görüntülü arama
Panggilan suara tak terjawab|Panggilan video tak terjawab|मिस्ड वॉइस कॉल|मिस्ड वीडियो कॉल|שיחה קולית שלא נענתה
שיחת וידאו שלא נענתה|مكالمة صوتية فائتة|مكالمة فيديو فائتة|未接语音通话|未接视频通话|未接語音通話|未接視訊通話
부재중 음성 통화|부재중 영상 통화|不在着信|You missed a voice call|You missed a video call|Silenced voice call
Silenced video call|Du hast einen Sprachanruf verpasst|Du hast einen Videoanruf verpasst
Verpasster Gruppen-Sprachanruf|Verpasster Gruppen-Videoanruf
ভয়েস কল মিস করেছেন|ভিডিও কল মিস করেছেন|مسڈ وائس کال|مسڈ ویڈیو کال|Nieodebrane połączenie
Panggilan suara terlepas|Panggilan video terlepas|वॉइस कॉल मिस हुई|છૂટી ગયેલો વોઇસ કૉલ|છૂટેલો વોઇસ કૉલ
છૂટી ગયેલ વિડિયો કૉલ|Guthghlao caillte|Físghlao caillte|تماس صوتی پاسخ داده نشده|تماس تصویری پاسخ داده نشده
మిస్సేడ్ వాయిస్ కాల్|Nakaligtaang voice call|Nakaligtaang video call|Neatbildēts balss zvans|Neatbildēts video zvans
Жауапсыз қоңырау|Жауапсыз видео қоңырау|Simu ya sauti uliyoikosa|Simu ya video uliyoikosa|Praleistas balso skambutis
Praleistas video skambutis|Nieodebrane poł|Vastamata häälkõne|Vastamata videokõne|สายที่ไม่ได้รับ|วิดีโอคอลที่ไม่ได้รับ
""")
"""Whole names of missed calls, as written."""

CALLS: Final = _names("""
Voice call|Video call|Group voice call|Group video call|Group call|Sprachanruf|Videoanruf|Gruppenanruf|Llamada de voz
Videollamada|Appel vocal|Appel vidéo|Chiamata vocale|Videochiamata|Chamada de voz|Chamada de vídeo|Ligação de voz
Ligação de vídeo|Spraakoproep|Video-oproep|Röstsamtal|Videosamtal|Połączenie głosowe|Połączenie wideo|Аудиозвонок
Видеозвонок|Голосовий дзвінок|Відеодзвінок|Sesli arama|Görüntülü arama|Panggilan suara|Panggilan video|वॉइस कॉल
वीडियो कॉल|Outgoing voice call|Outgoing video call|Incoming voice call|Incoming video call
Ausgehender Sprachanruf|Ausgehender Videoanruf|Eingehender Sprachanruf|Eingehender Videoanruf
שיחה קולית|שיחת וידאו|مكالمة صوتية|مكالمة فيديو|语音通话|视频通话|語音通話|視訊通話|음성 통화|영상 통화
""")
"""Names of calls; behind one stands how long it took, or that nobody answered."""

ANSWERED: Final = frozenset(["answered on another device", "answered on other device"])
_MISSED: Final = frozenset(map(fold, MISSED))
_CALLS: Final = frozenset(map(fold, CALLS))


def count_words(line: str) -> int:
    """Words of a line, also where they are written without spaces."""
    unspaced = len(words.UNSPACED.findall(line))
    return max(len(line.split()), unspaced // _WORD)


def is_call(line: str) -> bool:
    """True for a line behind a mark that names a call first."""
    name = _PARTS.split(line.translate(_DROP_MARKS), maxsplit=1)[0]
    if fold(name) in _MISSED or fold(name) in _CALLS:
        return True
    if len(line) > LONGEST or count_words(name) > A_PHRASE or not words.CALL.search(name):
        return False
    return any(pattern.match(name) for pattern in (words.CALL, words.MISSED, words.OPENS_CALL))


def kind_of_call(line: str) -> tuple[str, float | None]:
    """The kind of a line that is about a call, and the seconds it took where the line says so."""
    if fold(_PARTS.split(line.translate(_DROP_MARKS), maxsplit=1)[0]) in _MISSED:
        return "missed_call", None  # of a group, beside how long the others spoke
    duration = words.duration_s(line)
    if duration:
        return "call", duration
    return "missed_call" if words.MISSED.search(line) else "call", None


def is_whole_call(line: str) -> bool:
    """True for a line of the app's own that is complete: a missed call, or a call and its length or end."""
    if len(line) > LONGEST or "\n" in line:
        return False
    name, *rest = (fold(part) for part in _PARTS.split(line.translate(_DROP_MARKS)))
    if name in _MISSED:
        return True
    if name not in _CALLS or not rest:
        return False
    return words.is_length(rest[0]) or rest[0] in ANSWERED or words.MISSED.fullmatch(rest[0]) is not None
