"""What KakaoTalk writes in place of what a text cannot hold: pictures, emoticons, calls, deleted messages, notices."""

from __future__ import annotations

import re
from typing import Final

EXACT: Final = {
    **dict.fromkeys(("사진", "동영상", "Photo", "Photos", "Video", "Videos", "Picture", "GIF"), "media"),
    **dict.fromkeys(("photo", "photos", "video", "videos", "<사진>", "<동영상>", "<Photo>", "写真", "動画"), "media"),
    **dict.fromkeys(
        ("이모티콘", "(이모티콘)", "스티커", "スタンプ", "Emoticon", "Emoticons", "(emoticon)", "(Emoticon)"), "sticker"
    ),
    **dict.fromkeys(
        ("음성메시지", "음성 메시지", "Voice Note", "Voice Message", "Voice message", "ボイスメッセージ"), "voice"
    ),
    **dict.fromkeys(("지도", "위치", "Map", "Location"), "location"),
    **dict.fromkeys(("연락처", "카카오톡 프로필", "KakaoTalk Profile", "Contact", "Contacts"), "other"),
    **dict.fromkeys(("투표", "Poll"), "poll"),
    **dict.fromkeys(
        (
            *(
                "삭제된 메시지입니다.",
                "삭제된 메시지입니다",
                "메시지가 삭제되었습니다.",
                "채팅방 관리자가 메시지를 가렸습니다.",
            ),
            *("The message has been deleted.", "削除されたメッセージです。"),
            *("This message was deleted.", "This message has been deleted.", "Deleted message.", "Message deleted."),
        ),
        "deleted",
    ),
}
BEGINNINGS: Final = (
    (re.compile(r"(?:사진|Photos?) \d{1,3}\s?(?:장|매)?|\d{1,3} photos", re.I), "media"),
    (re.compile(r"(?:동영상|Videos?) \d{1,3}\s?개?", re.I), "media"),
    (re.compile(r"(?:파일|File) ?: .+", re.I), "media"),
    (re.compile(r"(?:지도|위치|Location|Map) ?: .+", re.I), "location"),
    (re.compile(r"(?:투표|Poll) ?: .+", re.I), "poll"),
    (re.compile(r"(?:연락처|샵검색|일정|Contact|Event) ?: .+", re.I), "other"),
    (re.compile(r"[0-9a-f]{32,128}\.(?:m4a|aac|amr|mp3|ogg|opus|wav|caf|3gp)", re.I), "voice"),
    (re.compile(r"[0-9a-f]{32,128}\.\w{1,8}", re.I), "media"),
    (re.compile(r"\S{1,80}\.(?:jpe?g|png|gif|mp4|mov)", re.I), "media"),
)
CALL: Final = re.compile(
    r"(?P<app>보이스톡|페이스톡|라이브톡|보이스룸|그룹콜|그룹 보이스톡|그룹 페이스톡"
    r"|Voice ?Talk|Face ?Talk|Live ?Talk|Voice Call|Video Call|Group Call)\s*(?P<said>.{0,40})",
    re.I,
)
DURATION: Final = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})", re.A)
ASKED: Final = re.compile(
    r"(?:해요|이?가? ?방금 시작|시작|하자|요청|Let's|Join|Start|Request|Invit|Calling|Outgoing|Incoming|[.!]?\Z).*",
    re.I,
)
FAILED: Final = re.compile(
    r"취소|부재중|거절|응답\s?없음|응답이 없|연결\s?실패|Cancel|Missed|Declin|No answer|Unanswered|Fail|Busy", re.I
)
ENDED: Final = re.compile(r"(?:(?:이 ?)?종료(?:되었습니다)?|ended)\.?\s*", re.I)
"""Before the length of a call that ended, or alone for one without a length."""

NOTICES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r".{1,60}님이 (?:들어왔습니다|나갔습니다|부?방장이 되었습니다|부방장에서 (?:해제되었|내려왔)습니다)\.?",
        r"(?:채팅방 관리자가 |.{1,60}님이 |\d{1,4}개의 )?메시지를 가렸습니다\.?",
        r"메시지가 삭제되었습니다\.?",
        r"The message has been deleted\.?",
        r".{1,60}님이 .{1,200}님을 (?:초대했습니다|초대하였습니다|내보냈습니다)\.?",
        r".{1,60}님을 (?:초대했습니다|내보냈습니다|초대하였습니다)\.?",
        r".{1,60}님이 (?:채팅방|오픈채팅방).{1,60}(?:습니다|니다)\.?",
        r"(?:채팅방|오픈채팅)\S* .{1,60}(?:변경|설정|시작)\S*(?:습니다|니다)\.?",
        r"운영정책을 위반한 .{1,200}",
        r".{1,60} (?:joined|left) (?:this|the) (?:chatroom|chat|group chat|open chat)\.?",
        r".{1,60} (?:has )?(?:invited|removed) .{1,200}\.?",
        r".{1,60} (?:has left|joined|left|entered)\.?",
    )
)


def kind_of(text: str) -> tuple[str, str, float | None]:
    """(kind, the person's own words, seconds) of what stands behind a name."""
    if text in EXACT:
        return EXACT[text], "", None
    if "\n" not in text and len(text) < 300:
        call = CALL.fullmatch(text)
        outcome = _call(call["said"]) if call is not None else None
        if outcome is not None:
            return outcome[0], "", outcome[1]
        for pattern, kind in BEGINNINGS:
            if pattern.fullmatch(text):
                return kind, "", None
    return ("text" if text.strip() else "other"), text, None


def call_of(text: str) -> tuple[str, bool]:
    """(what kind of call a row speaks of, True when it begins one: how it went stands in a row of its own)."""
    call = CALL.fullmatch(text)
    if call is None:
        return "", False
    went = DURATION.search(text) or FAILED.search(call["said"]) or ENDED.match(call["said"])
    return call["app"].casefold(), went is None


def is_notice(text: str) -> bool:
    """True for a line of the app itself: who came, who left, who was invited."""
    return any(pattern.fullmatch(text) for pattern in NOTICES)


def _call(said: str) -> tuple[str, float | None] | None:
    """("call", seconds), ("missed_call", None), or None when this is a sentence that only begins like a call."""
    ended = ENDED.match(said.strip())
    match = DURATION.fullmatch(said.strip()[ended.end() if ended else 0 :])
    if match is None and ended is not None and ended.end() == len(said.strip()):
        return "call", None
    if match is not None:
        return "call", float(int(match[1] or 0) * 3_600 + int(match[2]) * 60 + int(match[3]))
    if FAILED.match(said.strip()):
        return "missed_call", None
    return ("call", None) if ASKED.fullmatch(said.strip()) else None
