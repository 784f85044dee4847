"""The words and signs with which mail programs of many languages lead to what they quote, and sign what they send."""

from __future__ import annotations

import re
from typing import Final

WROTE: Final = re.compile(
    r"\b(wrote|writes|schrieb|a écrit|escribió|ha scritto|escreveu|schreef|skrev|napsal\w*|napisał\w*|pisze|kirjoitti|"
    r"написал\w*|пише|yazdı|írta|έγραψε|đã viết|menulis|כתב\w*|كتب)\b|写道|寫道|書きました|のメール"
    r"|のメッセージ|작성|เขียนว่า",
    re.I,
)
CUT: Final = re.compile(
    r"-{2,} ?(original message|ursprüngliche nachricht|message d'origine|mensaje original|messaggio originale|"
    r"mensagem original|oorspronkelijk bericht|oprindelig (?:besked|meddelelse)|opprinnelig melding|"
    r"ursprungligt meddelande|alkuperäinen viesti|původní zpráva|wiadomość oryginalna|eredeti üzenet|orijinal mesaj|"
    r"исходное сообщение|原始邮件|原始郵件|元のメッセージ|원본 메[시세]지|"
    r"forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado|messaggio inoltrato|"
    r"mensagem encaminhada|doorgestuurd bericht|пересылаемое сообщение|转发邮件|轉寄郵件|転送メッセージ|"
    r"전달된 메[시세]지)"
    r"|begin forwarded message:|anfang der weitergeleiteten",
    re.I,
)
OUTLOOK_FROM: Final = re.compile(
    r"\*?(from|von|de|da|van|fra|från|od|от|від|lähettäjä|gönderen|feladó|差出人|发件人|寄件者|寄件人|보낸 ?사람)"
    r"\s?[:：]\*? ?\S",
    re.I,
)
OUTLOOK_SENT: Final = re.compile(
    r"\*?(sent|date|gesendet|datum|envoyé|enviado|inviato|data|verzonden|sendt|skickat|lähetetty|gönderilme|"
    r"отправлено|дата|送信日時|日付|发送时间|日期|寄件日期|보낸 ?날짜|날짜)\b",
    re.I,
)
MY: Final = "my |meinem |mon |mi |meu |minha |mio |mijn |min |mojego |моего |minun |benim "
APPS: Final = (
    r"mail\b|outlook|yahoo|gmail|samsung|proton|tuta|blackberry|aol|hotmail|windows|spark|airmail|bluemail|k-9|iphone"
    r"|ipad"
)
SENT_BY: Final = re.compile(
    r"(?:(?:sent (?:from|with|via)|gesendet (?:von|mit)|envoyé (?:de|depuis|avec|à partir de)|enviado (?:desde|do"
    r"|de|del|a partir do)|inviato (?:da|dal|con)|(?:verzonden|verstuurd) (?:vanaf|met|vanuit)|sendt fra|skickat från"
    rf"|lähetetty|wysłan[eoy] z|отправлено (?:с|из)) (?:{MY}|{APPS})"
    r"|von meinem .{1,60} gesendet|diese nachricht wurde von meinem |get outlook for "
    r"|outlook für .{1,40} (?:bezieh|herunter)|(?:télécharger|obtenez|obtener|ottieni|outlook voor|hämta|descargar)"
    r" ?outlook|iphoneから送信|发自我的|從我的 |나의 iphone에서)"
    r".{0,120}|[_—–=-]{5,}",
    re.I,
)
"""The line that an app puts below what was written, and lines that only rule off."""

LONGEST_LEAD: Final = 300
MARKS: Final = re.compile(r"[\d@<]")
"""A line that leads to a quotation has a date or an address in it."""

LEAD: Final = re.compile(r"\d[:.]\d\d.*<[^<>@\s]{1,254}@[^<>\s]{1,254}>\s?[:：]")
"""A time and an address, then a colon: it leads to a quotation whatever its language."""

CUT_SHORT: Final = re.compile(r"<?[^\s<>@]{1,254}@[^\s<>@]{1,254}>[^\d@]{0,40}[:：]")
"""What is left of a lead when its line was broken before the address."""

DIRECTIONS: Final = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
FIELD_WITHIN: Final = 14
"""So far into a line stands the colon of a copied header field."""
