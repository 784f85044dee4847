"""What LINE says in rows of its own: who came into a group or left it, what it is called now, which album was made."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 400
NOTICE: Final = re.compile(
    r".{1,80}?(?:"
    + "|".join(
        (
            r" (?:joined|left) the (?:group|chat)| invited .{1,200} to the (?:group|chat)| made an announcement",
            r" (?:added|removed) .{1,200} (?:to|from) the group| changed the (?:group|chat).{1,80}",
            r"已?加入了?(?:群組|聊天|该群)|已?(?:退出|離開)了?(?:群組|聊天)|已退群|邀請.{1,200}加入(?:群組|聊天)?",
            r"已將.{1,80}(?:退出|移出).{0,10}|已設定公告|将.{1,80}添加[到至]群",
            r"が(?:グループに)?参加しました|が(?:グループを)?退(?:会|出)しました|がアナウンスしました",
            r"が.{1,200}を(?:グループに)?(?:招待|追加)しました|がグループ.{1,80}しました",
            r"님이 .{0,80}(?:들어왔|나갔|참여했|초대했)습니다",
            r" hat (?:die Gruppe|den Chat) verlassen| ist der Gruppe beigetreten",
        )
    )
    + r")[.。]|.{1,80}?(?:เข้าร่วมกลุ่ม(?:แล้ว)?|ออกจากกลุ่ม(?:แล้ว)?|ออกจากแชท(?:แล้ว)?| เพิ่ม .{1,80} เข้ากลุ่ม)"
)
"""Whole sentences, as the app ends them with a stop; in Thai it writes none."""

ALBUM: Final = re.compile(
    r" (?:created|deleted) an? album.{0,80}| added items to an album.{0,80}"
    r"| changed the (?:name of the album|album name).{0,80}"
    r"|が?(?:アルバム.{0,80}|「.{1,60}」アルバム.{0,40})しました。?|(?:已?建立|已?新增).{0,40}相簿.{0,40}",
    re.S,
)


def is_notice(text: str) -> bool:
    """True for what the app says of a group, in a row without a name."""
    return len(text) < LONGEST and NOTICE.fullmatch(text) is not None


def is_album(text: str, sender: str) -> bool:
    """True where a person's row only says in the app's words, beginning with that person, what became of an album."""
    return bool(sender) and text.startswith(sender) and ALBUM.fullmatch(text[len(sender) :]) is not None
