"""The full exports that are texts: WhatsApp, LINE, KakaoTalk, SMS, mail, and what other programs write."""

from __future__ import annotations

T = 1_704_110_400  # 2024-01-01T12:00:00Z
LRM = "\u200e"
Files = list[tuple[str, bytes]]


def _whatsapp() -> Files:
    bodies = ["hello you", "<Media omitted>", "PTT-20240113-WA0001.opus (file attached)", "This message was deleted"]
    bodies += [f"hello {LRM}<This message was edited>", "STK-20240113-WA0002.webp (file attached)", "", "null"]
    rows = ["13/01/2024, 19:00 - Messages and calls are end-to-end encrypted. Tap to learn more."]
    rows += [f"13/01/2024, 19:{n + 1:02} - {('Ana', 'Bo')[n % 2]}: {body}" for n, body in enumerate(bodies)]
    return [("WhatsApp Chat with Bo.txt", "\n".join([*rows, "13/01/2024, 19:40 - Ana: bye", ""]).encode())]


def _whatsapp_iphone() -> Files:
    bodies = ["hello you", f"{LRM}image omitted", f"{LRM}audio omitted", f"{LRM}This message was deleted."]
    bodies += [f"hello {LRM}<This message was edited>", f"{LRM}sticker omitted", f"{LRM}Voice call, {LRM}5 min"]
    bodies += [f"{LRM}Missed voice call, {LRM}Tap to call back", "bye"]
    first = f"[13/01/2024, 19:00:09] Bo: {LRM}Messages and calls are end-to-end encrypted."
    rows = [f"[13/01/2024, 19:{n + 1:02}:05] {('Ana', 'Bo')[n % 2]}: {body}" for n, body in enumerate(bodies)]
    return [("_chat.txt", "\r\n".join([first, *rows, ""]).encode())]


def _line() -> Files:
    rows = ["[LINE] Chat history with Bo", "Saved on: 2024/01/03 10:00", "", "2024.01.02 Tuesday"]
    bodies = ["hello you", "[Photo]", "[Sticker]", "[Voice message]", "☎ Call time 1:05", "☎ Missed call"]
    rows += [f"12:{n:02}\t{('Ana', 'Bo')[n % 2]}\t{body}" for n, body in enumerate(bodies)]
    return [
        ("[LINE] Chat with Bo.txt", "\n".join([*rows, "12:20\tBo unsent a message.", "12:21\tBo\tbye", ""]).encode())
    ]


def _kakaotalk() -> Files:
    day = "--------------- 2020년 11월 1일 일요일 ---------------"
    rows = ["철수 님과 카카오톡 대화", "저장한 날짜 : 2020-12-01 10:00:00", "", day]
    bodies = [
        "안녕 친구",
        "사진",
        "이모티콘",
        "음성메시지",
        "보이스톡 해요",
        "보이스톡 1:05",
        "페이스톡 해요",
        "페이스톡 부재중",
    ]
    bodies += ["삭제된 메시지입니다.", "응"]
    rows += [f"[{('영희', '철수')[n // 2 % 2]}] [오후 3:{n:02}] {body}" for n, body in enumerate(bodies)]
    return [("KakaoTalk.txt", "\n".join([*rows, "철수님이 나갔습니다.", ""]).encode())]


def _kakaotalk_csv() -> Files:
    bodies = ["hello you", "Photo", "Emoticon", "Voice Note", "Voice Call 1:05", "Voice Call Missed"]
    bodies += ["This message was deleted.", "bye"]
    rows = [f'2024-06-01 10:{n:02}:03,"{("Ana", "Bo")[n % 2]}","{body}"' for n, body in enumerate(bodies)]
    return [("KakaoTalk_Chat_Bo.csv", "\n".join(["Date,User,Message", *rows, ""]).encode())]


def _sms() -> Files:
    def mms(second: int, part: str) -> str:
        head = (
            f'<mms date="{T + second}000" msg_box="1" address="+15550100200" m_type="132" read="1" contact_name="Bo">'
        )
        who = '<addrs><addr address="+15550100200" type="137" charset="106" /></addrs></mms>'
        return f"{head}<parts>{part}</parts>{who}"

    def sms(second: int, kind: int, body: str) -> str:
        head = f'<sms protocol="0" address="+15550100200" date="{T + second}250" type="{kind}" read="1"'
        return f'{head} body="{body}" contact_name="Bo" />'

    def call(second: int, kind: int, duration: int) -> str:
        head = f'<call number="+15550100200" duration="{duration}" date="{T + second}250" type="{kind}"'
        return f'{head} presentation="1" contact_name="Bo" />'

    messages = [sms(0, 1, "hello you"), sms(60, 2, "hi"), sms(70, 2, "Loved “hello you”"), sms(75, 3, "a draft")]
    messages.append(mms(80, '<part seq="0" ct="image/jpeg" name="a.jpg" data="AAAA" />'))
    messages.append(mms(90, '<part seq="0" ct="audio/amr" name="a.amr" data="AAAA" />'))
    calls = [call(100, 1, 60), call(110, 3, 0), call(120, 4, 9)]
    start = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n"
    texts = f'{start}<smses count="{len(messages)}">\n' + "\n".join(messages) + "\n</smses>"
    return [
        ("sms-20240101.xml", texts.encode()),
        ("calls-20240101.xml", (f'{start}<calls count="3">\n' + "\n".join(calls) + "\n</calls>").encode()),
    ]


def _mail() -> Files:
    def mail(number: int, one: str, other: str, rest: str, more: str = "") -> str:
        head = f"From {one}@x.example Mon Jan 01 12:0{number}:00 2024\nFrom: {one} <{one}@x.example>\n"
        head += f"To: {other} <{other}@x.example>\nDate: Mon, 01 Jan 2024 12:0{number}:05 +0100\n"
        return f"{head}Message-ID: <{number}@x>\nStatus: RO\n{more}Subject: Hi\nMIME-Version: 1.0\n{rest}\n\n"

    def attached(form: str) -> str:
        return f'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: {form}\n\nAAAA\n--b--\n'

    mails = [
        mail(0, "ana", "bo", "Content-Type: text/plain\n\nhello you\n"),
        mail(1, "bo", "ana", "Content-Type: text/plain\n\nhi\n", "In-Reply-To: <0@x>\n"),
        mail(2, "bo", "ana", attached("audio/ogg")),
        mail(3, "ana", "bo", attached("image/jpeg")),
        mail(4, "bo", "ana", "Content-Type: text/plain\n\naway\n", "Auto-Submitted: auto-replied\n"),
    ]
    return [("mail.mbox", "".join(mails).encode())]


def _imessage_text() -> Files:
    def block(minute: int, sender: str, *lines: str, read: str = "", indent: str = "") -> str:
        stamp = f"May 17, 2022  5:{minute:02}:42 PM" + (f" (Read by {read} after 1 hour, 49 seconds)" if read else "")
        return "".join(f"{indent}{line}\n" for line in (stamp, sender, *lines)) + "\n"

    folder = "/Users/ana/Library/Messages/Attachments/ab/11/GU ID/"
    copy = block(9, "Bo", "a reply", indent="    ").rstrip() + "\n\n"
    versions = ("May 17, 2022  5:05:42 PM helo", "Edited 3 minutes later: hello")
    blocks = [
        block(1, "Me", "hello you", "Tapbacks:", "    Loved by Bo", read="them").rstrip("\n") + f"\n{copy}",
        block(2, "Bo", f"{folder}Audio Message.caf", read="you"),
        block(3, "Bo", f"{folder}IMG_1.heic"),
        block(4, "Me", "You unsent a message!"),
        block(5, "Me", *versions),
        block(6, "Bo", "Outline Sticker from Bo: /x/y.heic"),
        block(9, "Bo", "a reply", "", "This message responded to an earlier message."),
    ]
    return [("Bo.txt", "".join(blocks).encode())]


def _signal_text() -> Files:
    bodies = ["hello you\n(- Me: x -)", "> hello you\n\nhi", "[note.m4a](./media/note.m4a)", "![a.jpg](./media/a.jpg)"]
    bodies += ["(( x ))", "Outgoing voice call (accepted, 3m 20s)", "Missed voice call", "", "bye"]
    rows = [f"[2024-05-02 19:{n:02}:05] {('Bo', 'Me')[n % 2]}: {body}  " for n, body in enumerate(bodies)]
    return [("Bo/chat.md", "\n".join([*rows, ""]).encode())]


WHATSAPP = _whatsapp()
WHATSAPP_IPHONE = _whatsapp_iphone()
LINE = _line()
KAKAOTALK = _kakaotalk()
KAKAOTALK_CSV = _kakaotalk_csv()
SMS = _sms()
MAIL = _mail()
IMESSAGE_TEXT = _imessage_text()
SIGNAL_TEXT = _signal_text()
