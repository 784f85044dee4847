"""Day-period words of the world's locales (AM, PM, 上午, μ.μ. …), folded, and the hours each may stand for."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Written in CLDR 48 as the words for AM and PM (format first; stand-alone and narrow where they clash with nothing),
# folded by ``fold_word``. "ip" and "ut" mean AM in one language and PM in another, so the file's order decides them.
_MORNING: Final = """
    1ka a adduha ag am amvormittag an ankstāinan antemidí ap atm banhaet bn braxkndaax comme damanhã de delamañana
    delmatin dinda dop dopoldne dopołdnja dopołedniŏ eparadites fh fm ft förmiddag fọmọ́nin gh goöň göň
    günortadanöň hengihengi hh hoseng i/m iarmade ib ibikɛ̂glà icheheavo idiɓa isuk iđitbeaivet iđitbeaivi
    kang’ama karoon ki kiroko kiɛmɛ́ɛm krn kíkíríg lb leebi lumalwak lwamilawu ma makeo mambia manhã maná mat
    matin mañana mbaʼámbaʼ mbaꞌmbaꞌ moies muhi munkyo nd ntufat ntɔ́ngɔ́ n’ụtụtụ od pagi/siang pamilau paradite pd
    pg pg/sg piopensuno priekšp priekšpusdiena priekšpusdienā priešpiet prijepodne prp prīškpušdīnē rn rw rũ sa
    saaku safiya sf sokallim soodo sub subaka subbaahi sárúwá taparachu tesiran tifawt to too uhrvörmiddaachs
    ulloqeqqata-tungaa uluchelo utuko vaasisu vm vorm vormittag vörmeddaach wd wichishu yb zdatazal zmu àárɔ̀
    àárọ̀ öö öň ĩyakwakya ŋ ŋdi ǁgoagas ɛnkakɛnyá ʊshilèkʊboɖu πμ а ам апн апоўначы дп обедтэикеле преподне претпл
    пријеподне проб таңкы то тң эи үө ӕмбисбоныразмӕ ա לפנה״צ פֿאַרמיטאָג اےایم بن تد ص صباحا صباحًا صبح،منجهند غم ق
    قبلازظهر قظ چب چۈشتىنبۇرۇن ܩ ܩܛ ߛ एएम तडके दुपहरब्रोंठ पूर्वाह्न फुं भोर भ्यागा येएम सकाळीं सबेरे सवेर सुबुहजा
    এএম নুমাং ਪੂਦੁ ਸ ଏ ଏଏମ ପୂ ପୂର୍ବାହ୍ନ ఉ ఎ ఎఎమ్ පෙ පෙව ก่อนเที่ยง ກ່ອນທ່ຽງ སྔ་ཆ་ སྔ་དྲོ་ နံနက် ማለዶ ቀደምሰርምዕል ቅቀ ጠ
    ጥዋት ጽባሕ ፋዱስጃብ Ꮜ ᏌᎾᎴ ᐁᒼ ᐊᒼ ᠦ᠂ᠥ ᱥᱮᱛᱟᱜ ⵜⵉⴼⴰⵡⵜ 上午 午前 ꎸꄑ 오전 𐐰𐑋 𐑨𐑥 𞤢 𞤢𞤰
"""
_AFTERNOON: Final = """
    2ja ak akasuba aluula amnamittag anw banringzgvaq baubaukndaax carra ch chilo cɛɛ́nko datarde delatarde desira
    dilolo du e/m ea eahketbeaivet eahketbeaivi eb ebongi ebyámu efiafi eftermade eftermiddag eh eigulo em ep
    epasdites ew fi fọívnin gd gm gosoň gsoň günortadansoň hawwaro hwaĩ-inĩ ichamthi in iɓugajɔp kikiiɗe kingoto
    kisɛ́ndɛ koosk kooskoliny kugú kyiukonyi lilli lk lumalwap makaaripi mchochil’l md mo mog mpókwa muu nachm nam
    namittag ncwònzém ngo ngəgógəle nm nommendaach nomë nomëttes ntmeddit nyiaghuo n’abali n’abalị odp ot p pamunyi
    papussideinan pasdite pashamihe piecpušdīnē pipinisuno pm pn pop popiet popodne popoldne popołdnju popołedniu
    posmidí ptg ptm pēcp pēcpusd pēcpusdiena pēcpusdienā sanje shwane sn soir soré/malem soň sr/mlm tadggwat tarde
    teipa thapama tk tŋ uhrnommendaachs uk ulloqeqqata-kingorna wb wengi wótp wótpołdnja yamma yh ym zaarikayb zmw
    ös ĩyawĩoo ŋkambɔ́tnji ũg ǃuias ɔ̀sán ɛndámâ ɣ ɣetrɔ ʊshilèkʊsasʊ μμ апд апоўдні обедтэмейле п пм попл поподне
    послијеподне пп слоб тк түштөнкийинки эк үх ӕмбисбоныфӕстӕ հ אחה״צ נאָכמיטאָג بظ بعدازظهر تك دن شام،منجهند غو ك
    م مساء مساءً منجهند،شام پیایم چك چۈشتىنكېيىن ܒ ܒܛ ߥ अपराह्न दपेहरा/संजा दपैहरबाद दुपहरपतॖ पीएम बे बेलासे शामजा
    सांजे सांझ सांम स’ञ পিএম ਬਾਦੁ ਸ਼ ଅ ଅପରାହ୍ନ ପି ପିଏମ పి పిఎమ్ సా ප පව หลังเที่ยง ຫຼັງທ່ຽງ ཕྱི་ཆ་ ཕྱི་དྲོ་ ညနေ
    ሓቆስርምዕል ምሴት ቃማ ከ ከሰዓት ድቀ ፋዱስደምቢ Ꮢ ᏒᎯᏱᎢ ᏒᎯᏱᎢᏗᏢ ᐲᒼ ᠦ᠂ᠬᠣ ᱧᱤᱫᱟᱹ ḍeffiraza ọ̀sán ⵜⴰⴷⴳⴳⵡⴰⵜ 下午 午後 ꁯꋒ 오후 𐐹𐑋 𐑐𐑥 𞤩 𞤩𞤰
"""

# Words for parts of a day, as Chinese phones write them: the hours of the day they may stand for.
_PARTS: Final = {
    "午夜": range(1),
    "凌晨": range(6),
    "清晨": range(5, 8),
    "早晨": range(5, 12),
    "早上": range(5, 12),
    "中午": range(11, 15),
    "晚上": range(18, 24),
    "傍晚": range(16, 20),
    "夜晚": range(18, 24),
    "深夜": range(22, 24),
    "半夜": range(5),
}

_DROPPED: Final = re.compile(r"[\s.\u00b7]")

MORNING_HOURS: Final = frozenset(range(12))
AFTERNOON_HOURS: Final = frozenset(range(12, 24))


def fold_word(word: str) -> str:
    """The word without case, dots, spaces and invisible marks: "p. m." and "PM" both give "pm"."""
    plain = unicodedata.normalize("NFKC", word)
    return _DROPPED.sub("", "".join(c for c in plain if unicodedata.category(c) != "Cf")).casefold()


HOURS: Final[dict[str, frozenset[int]]] = (
    dict.fromkeys(("ip", "ut"), frozenset())
    | dict.fromkeys(_MORNING.split(), MORNING_HOURS)
    | dict.fromkeys(_AFTERNOON.split(), AFTERNOON_HOURS)
    | {word: frozenset(hours) for word, hours in _PARTS.items()}
)
"""A folded day-period word -> the hours of the day it may stand for; none where only the file can tell."""


def hour_of_day(hour: int, hours: frozenset[int]) -> int:
    """The hour 0–23 that a clock showing ``hour`` means beside a word that stands for ``hours``; -1 for none.

    12 is noon or midnight, 0 is midnight, and an hour above 12 already says all.
    """
    if hour > 12:
        return hour if hour < 24 else -1
    base = hour % 12
    fitting = [h for h in (base, base + 12) if h in hours]
    if len(fitting) == 1:
        return fitting[0]
    return hour if fitting else _nearest(base, hours)


def _nearest(base: int, hours: frozenset[int]) -> int:
    # "晚上12:30" and "凌晨6:10": just outside the word's hours, so the half of the day they lie in decides.
    middle = sorted(hours)[len(hours) // 2]
    return min((base, base + 12), key=lambda h: min(abs(h - middle), 24 - abs(h - middle)))
