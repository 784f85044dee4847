"""What LINE writes in place of what a text cannot hold: pictures, stickers, calls, messages taken back."""

from __future__ import annotations

import re
from typing import Final

from evenstep.sources.line.notices import is_album

VOICE: Final = (
    "Voice message|Audio|ボイスメッセージ|音声メッセージ|音声|語音訊息|语音信息|语音消息|음성메시지|음성 메시지"
    "|Pesan suara|Sprachnachricht|ข้อความเสียง"
)
STICKER: Final = "Sticker|スタンプ|貼圖|贴图|スタンプ|스티커|Stiker|Figurinha|Стикер|Nhãn dán|สติกเกอร์|สติ๊กเกอร์"
MEDIA: Final = (
    "Photo|Video|File|GIF|Image|写真|画像|動画|ファイル|照片|圖片|影片|視頻|视频|檔案|文件|图片|사진|동영상|파일"
    "|Foto|Bild|Datei|Vidéo|Vídeo|Fichier|Archivo|Arquivo|Berkas|Фото|Видео|Файл|Ảnh|รูป|รูปภาพ|ภาพ|วิดีโอ|ไฟล์"
)
LOCATION: Final = (
    "Location|位置情報|位置資訊|位置訊息|位置|위치|위치정보|위치 정보|Lokasi|Standort|ตำแหน่งที่ตั้ง|ตำแหน่ง|ที่ตั้ง"
)
POLL: Final = "Poll|投票|アンケート|투표|Polling|Umfrage|โพล|โหวต"
OTHER: Final = (
    "Contact|Contacts|Album|Albums|Note|Notes|Gift|Music|Link|Kontakt|ผู้ติดต่อ|連絡先|アルバム|ノート|グループボード"
    "|プレゼント|聯絡資訊|聯絡人|相簿|記事本|禮物|联系人|相册|记事本|연락처|앨범|노트|선물|Kontak|Catatan|Hadiah|null"
)
BRACKETED: Final = tuple(
    (kind, re.compile(rf"\[(?:{names})\](?P<rest>.*)", re.I | re.S))
    for kind, names in (
        ("voice", VOICE),
        ("sticker", STICKER),
        ("media", MEDIA),
        ("location", LOCATION),
        ("poll", POLL),
        ("other", OTHER),
    )
)
BARE: Final = {
    **dict.fromkeys(("Photos", "Videos", "Photo", "Video", "Files", "File", "写真", "動画", "圖片", "影片"), "media"),
    **dict.fromkeys(("照片", "图片", "视频", "사진", "동영상", "รูป", "รูปภาพ", "วิดีโอ"), "media"),
    **dict.fromkeys(("Stickers", "Sticker", "スタンプ", "貼圖", "贴图", "스티커", "สติกเกอร์"), "sticker"),
    **dict.fromkeys(("Audio", "Voice message", "ボイスメッセージ", "語音訊息", "语音信息", "ข้อความเสียง"), "voice"),
    **dict.fromkeys(("Missed call", "No answer", "Canceled call", "不在着信", "未接來電", "未接来电"), "missed_call"),
    **dict.fromkeys(("無人接聽", "无人接听", "부재중 전화", "ไม่ได้รับสาย"), "missed_call"),
}
"""On computers the same words stand without brackets; they end a row, so they also show where a name ends."""

MAP: Final = re.compile(r"\[null\].{0,200}\bmaps\b.*", re.S)
"""A place, where the app has no word for it."""

CALL: Final = re.compile(r"[☎☏📞]\ufe0f?\s*(?P<said>.*)", re.S)
DURATION: Final = re.compile(r"(?<!\d)(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?!\d)", re.A)
BEGUN: Final = re.compile(r"group|グループ|群組|群组|그룹|started|開始|开始|시작", re.I)
"""A call of a group that began, or to which somebody was asked: how long, the file does not say."""

ENDED: Final = re.compile(r"ended|終了|結束|结束|종료|สิ้นสุด|berakhir|beendet", re.I)
BARE_CALL: Final = re.compile(
    r"(?:Call time|通話時間|通话时间|통화 ?시간|ระยะเวลาการโทร|เวลาการโทร)\s*:?\s*[\d:]{4,9}", re.I
)
"""On computers, without its sign."""

UNSENT_BY: Final = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"(?P<who>.+?) unsent an? (?:message|photo|video|sticker|file)\.?",
        r"(?P<who>.+?)がメッセージの送信を取り消しました。?",
        r"(?P<who>.+?)已?收回了?(?:一則|一条)?(?:訊息|消息|讯息)。?",
        r"(?P<who>.+?)撤回了?(?:一條|一条)?(?:訊息|消息)。?",
        r"(?P<who>.+?)님이 메시지 ?(?:전송|보내기)?[을를] (?:취소|삭제)했습니다\.?",
        r"(?P<who>.+?) hat (?:eine|die) Nachricht (?:zurückgezogen|gelöscht)\.?",
        r"(?P<who>.+?) membatalkan pengiriman pesan\.?",
        r"(?P<who>.+?)ยกเลิก(?:การส่ง)?ข้อความ\.?",
    )
)
UNSENT: Final = re.compile(
    r"(?:You unsent an? (?:message|photo|video|sticker|file)|Message unsent"
    r"|(?:あなたが)?メッセージの送信を取り消しました|(?:您|你)已?收回了?(?:一則|一条)?(?:訊息|消息)|(?:您|你)撤回了?(?:一条)?(?:消息|訊息)"
    r"|메시지 ?(?:전송|보내기)?[을를] 취소했습니다|(?:คุณ)?ยกเลิก(?:การส่ง)?ข้อความ(?:แล้ว)?)[.。]?",
    re.I,
)


def kind_of(text: str, *, bare: bool, sender: str = "") -> tuple[str, str, float | None]:
    """(kind, the person's own words, seconds) of what stands behind a name; ``bare``: words without brackets count.

    The kind "" is that of a row which only repeats another: a call of a group that ended.
    """
    kind = _placeholder(text) if text[:1] == "[" else BARE.get(text) if bare else None
    if kind is not None:
        return kind, "", None
    call = CALL.match(text)
    if call is not None or (bare and BARE_CALL.fullmatch(text) is not None):
        kind, seconds = _call(call["said"] if call is not None else text)
        return kind, "", seconds
    if UNSENT.fullmatch(text):
        return "deleted", "", None
    return ("other", "", None) if text[:1] == "ⓘ" or is_album(text, sender) else ("text", text, None)


def _placeholder(text: str) -> str | None:
    """The kind of what stands in brackets, None for words of a person."""
    if MAP.fullmatch(text) is not None:
        return "location"
    for kind, pattern in BRACKETED:
        match = pattern.fullmatch(text)
        if match is not None and _belongs(kind, match["rest"]):
            return kind
    return None


def unsent_by(text: str) -> str | None:
    """Who took a message back, by name; "" for whoever saved the chat; None when the line says something else."""
    if UNSENT.fullmatch(text):
        return ""
    for pattern in UNSENT_BY:
        match = pattern.fullmatch(text)
        if match is not None:
            return match["who"].strip()
    return None


def _belongs(kind: str, rest: str) -> bool:
    """A photo stands alone; a place, an album or a poll is named behind the brackets."""
    return not rest.strip() or kind in ("location", "poll", "other")


def _call(said: str) -> tuple[str, float | None]:
    match = DURATION.search(said)
    if match is not None:
        return "call", float(int(match[1] or 0) * 3_600 + int(match[2]) * 60 + int(match[3]))
    if BEGUN.search(said) and ENDED.search(said):
        return "", None
    return ("call" if BEGUN.search(said) else "missed_call"), None
