"""Takeout writes a moment in the words of the account's language, always in UTC: read in the languages we know."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final

MONTHS: Final[dict[str, tuple[str, ...]]] = {
    "en": (
        *("january", "february", "march", "april", "may", "june"),
        *("july", "august", "september", "october", "november", "december"),
    ),
    "de": (
        *("januar", "februar", "märz", "april", "mai", "juni"),
        *("juli", "august", "september", "oktober", "november", "dezember"),
    ),
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    "es": (
        *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
        *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
    "it": (
        *("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno"),
        *("luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"),
    ),
    "nl": (
        *("januari", "februari", "maart", "april", "mei", "juni"),
        *("juli", "augustus", "september", "oktober", "november", "december"),
    ),
    "pt": (
        *("janeiro", "fevereiro", "março", "abril", "maio", "junho"),
        *("julho", "agosto", "setembro", "outubro", "novembro", "dezembro"),
    ),
    "hu": (
        *("január", "február", "március", "április", "május", "június"),
        *("július", "augusztus", "szeptember", "október", "november", "december"),
    ),
    "pl": (
        *("stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca"),
        *("lipca", "sierpnia", "września", "października", "listopada", "grudnia"),
    ),
    "sv": (
        *("januari", "februari", "mars", "april", "maj", "juni"),
        *("juli", "augusti", "september", "oktober", "november", "december"),
    ),
    "da": (
        *("januar", "februar", "marts", "april", "maj", "juni"),
        *("juli", "august", "september", "oktober", "november", "december"),
    ),
    "nb": (
        *("januar", "februar", "mars", "april", "mai", "juni"),
        *("juli", "august", "september", "oktober", "november", "desember"),
    ),
    "ru": (
        *("января", "февраля", "марта", "апреля", "мая", "июня"),
        *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
    ),
    "uk": (
        *("січня", "лютого", "березня", "квітня", "травня", "червня"),
        *("липня", "серпня", "вересня", "жовтня", "листопада", "грудня"),
    ),
    "tr": (
        *("ocak", "şubat", "mart", "nisan", "mayıs", "haziran"),
        *("temmuz", "ağustos", "eylül", "ekim", "kasım", "aralık"),
    ),
    "cs": (
        *("ledna", "února", "března", "dubna", "května", "června"),
        *("července", "srpna", "září", "října", "listopadu", "prosince"),
    ),
    "sk": (
        *("januára", "februára", "marca", "apríla", "mája", "júna"),
        *("júla", "augusta", "septembra", "októbra", "novembra", "decembra"),
    ),
    "ro": (
        *("ianuarie", "februarie", "martie", "aprilie", "mai", "iunie"),
        *("iulie", "august", "septembrie", "octombrie", "noiembrie", "decembrie"),
    ),
    "fi": (
        *("tammikuuta", "helmikuuta", "maaliskuuta", "huhtikuuta", "toukokuuta", "kesäkuuta"),
        *("heinäkuuta", "elokuuta", "syyskuuta", "lokakuuta", "marraskuuta", "joulukuuta"),
    ),
    "ca": (
        *("gener", "febrer", "març", "abril", "maig", "juny"),
        *("juliol", "agost", "setembre", "octubre", "novembre", "desembre"),
    ),
    "bg": (
        *("януари", "февруари", "март", "април", "май", "юни"),
        *("юли", "август", "септември", "октомври", "ноември", "декември"),
    ),
    "el": (
        *("ιανουαρίου", "φεβρουαρίου", "μαρτίου", "απριλίου", "μαΐου", "ιουνίου"),
        *("ιουλίου", "αυγούστου", "σεπτεμβρίου", "οκτωβρίου", "νοεμβρίου", "δεκεμβρίου"),
    ),
    "id": (
        *("januari", "februari", "maret", "april", "mei", "juni"),
        *("juli", "agustus", "september", "oktober", "november", "desember"),
    ),
    "he": (
        *("בינואר", "בפברואר", "במרץ", "באפריל", "במאי", "ביוני"),
        *("ביולי", "באוגוסט", "בספטמבר", "באוקטובר", "בנובמבר", "בדצמבר"),
    ),
    "sl": (
        *("januar", "februar", "marec", "april", "maj", "junij"),
        *("julij", "avgust", "september", "oktober", "november", "december"),
    ),
    "lt": (
        *("sausio", "vasario", "kovo", "balandžio", "gegužės", "birželio"),
        *("liepos", "rugpjūčio", "rugsėjo", "spalio", "lapkričio", "gruodžio"),
    ),
    "lv": (
        *("janvāris", "februāris", "marts", "aprīlis", "maijs", "jūnijs"),
        *("jūlijs", "augusts", "septembris", "oktobris", "novembris", "decembris"),
    ),
    "et": (
        *("jaanuar", "veebruar", "märts", "aprill", "mai", "juuni"),
        *("juuli", "august", "september", "oktoober", "november", "detsember"),
    ),
}
"""Each language's months as they stand in a date; a test holds that no word is two months."""

SPELLINGS: Final = {"setiembre": 9, "jänner": 1, "feber": 2}
MONTH_OF: Final = {
    **{name: number for names in MONTHS.values() for number, name in enumerate(names, start=1)},
    **SPELLINGS,
}
BLANKS: Final = re.compile(r"[\s\u00a0\u2007\u2009\u202f\u200e\u200f]+")
HALVES: Final = {
    **dict.fromkeys(("午前", "上午", "오전", "am", "凌晨", "清晨", "早上", "π.μ."), 0),
    **dict.fromkeys(("午後", "下午", "오후", "pm", "中午", "晚上", "μ.μ."), 12),
}
"""Morning and afternoon: the hours to add to one of twelve."""

FROM_ZERO: Final = ("午前", "午後")  # Japanese counts the hours of a half from 0

BEFORE: Final = "|".join(half for half in HALVES if half.isalpha())
CLOCK: Final = re.compile(
    rf"(?P<before>{BEFORE})? ?(?P<hour>\d{{1,2}})(?::|\.| h |時|시 )(?P<minute>\d{{1,2}})(?::|\.| min |分|분 )"
    r"(?P<second>\d{1,2})(?: s|秒|초)? ?(?P<behind>[ap]\.? ?m\.?|[πμ]\.μ\.)?(?: ч\.)? \[?(?:utc|gmt|tu)\]?\Z"
)
ZONE_FIRST: Final = re.compile(r" ?utc ?(\D{0,2}\d{1,2}:\d{2}:\d{2})\Z")
YEAR_FIRST: Final = re.compile(r"(\d{4})[年년] ?(\d{1,2})[月월] ?(\d{1,2})[日일]")
NUMBERED: Final = re.compile(r"(\d{1,2}) tháng (\d{1,2}),? (?:năm )?(\d{4})\b")
NUMBER: Final = re.compile(r"\d+")
WORD: Final = re.compile(r"[^\W\d_]+")
LONGEST: Final = 120
NOON: Final = 12


def micros_of(text: str) -> int | None:
    """Microseconds since 1970 of a date as Takeout writes it; None when it is not one of those we can be sure of."""
    if len(text) > LONGEST:
        return None
    plain = ZONE_FIRST.sub(r" \1 utc", BLANKS.sub(" ", text).strip().lower())
    clock = CLOCK.search(plain)
    days = _days(plain[: clock.start()]) if clock is not None else None
    seconds = _seconds(clock) if clock is not None else None
    return None if days is None or seconds is None else (days * 86_400 + seconds) * 1_000_000


def _seconds(clock: re.Match[str]) -> int | None:
    """Seconds since midnight; None for a time no clock shows."""
    hour, minute, second = int(clock["hour"]), int(clock["minute"]), int(clock["second"])
    half = (clock["before"] or clock["behind"] or "").replace(" ", "")
    if half:
        hours = HALVES.get(half, HALVES.get(half.replace(".", "")))
        if hours is None or hour > NOON or (hour == 0 and half not in FROM_ZERO):
            return None
        hour = hour % NOON + hours
    if hour > 23 or minute > 59 or second > 60:
        return None
    return hour * 3_600 + minute * 60 + min(second, 59)


@lru_cache(maxsize=4_096)
def _days(text: str) -> int | None:
    """Days since 1970 of the part before the time: a day, a year of four digits, and one month's name."""
    numbered = YEAR_FIRST.match(text) or NUMBERED.search(text)
    if numbered is not None:
        first, month, last = (int(group) for group in numbered.groups())
        year, day = max(first, last), min(first, last)
    else:
        numbers = NUMBER.findall(text)
        months = {MONTH_OF[word] for word in WORD.findall(text) if word in MONTH_OF}
        years = [number for number in numbers if len(number) == 4]
        days = [number for number in numbers if len(number) <= 2]
        if len(numbers) != 2 or len(years) != 1 or len(days) != 1 or len(months) != 1:
            return None
        year, month, day = int(years[0]), months.pop(), int(days[0])
    try:
        return date(year, month, day).toordinal() - date(1970, 1, 1).toordinal()
    except ValueError:
        return None
