"""A person over plain HTTP: opens pages of a running app, fills in their forms, and keeps the cookie."""

from __future__ import annotations

import http.client
import re
import time
from dataclasses import dataclass, field
from html import unescape

BOUNDARY = "b0undary"
SECRET = re.compile(r'csrfmiddlewaretoken" value="([^"]+)')


@dataclass
class Person:
    """``port``: the app's. ``cookie`` once the door was opened."""

    port: int
    cookie: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> tuple[int, str, str]:
        """Status, where it leads, and the page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        own = f"127.0.0.1:{self.port}"
        headers = {"Host": own, "Origin": f"http://{own}", "Sec-Fetch-Site": "same-origin", **self.cookie}
        connection.request(method, path, body, headers | ({"Content-Type": kind} if kind else {}))
        answer = connection.getresponse()
        page = answer.read().decode(errors="replace")
        if answer.getheader("Set-Cookie"):
            self.cookie = {"Cookie": str(answer.getheader("Set-Cookie")).split(";")[0]}
        connection.close()
        return answer.status, answer.getheader("Location") or "", page

    def enter(self, address: str) -> None:
        """Come in through the address that opens once."""
        assert self.ask("GET", address.partition(f":{self.port}")[2])[0] == 200

    def see(self, path: str) -> str:
        """A page, wherever it leads."""
        status, leads_to, page = self.ask("GET", path)
        if status == 302:
            return self.see(leads_to)
        assert status == 200, (status, path)
        return page

    def send(self, path: str, said: dict[str, str], file: tuple[str, bytes] | None = None, status: int = 302) -> str:
        """Fill in the form of a page and send it; where it leads, or the page that answers."""
        key = SECRET.search(self.see("/help"))
        assert key
        fields = {"csrfmiddlewaretoken": key[1], **said}
        answer = self.ask("POST", path, _multipart(fields, file), f"multipart/form-data; boundary={BOUNDARY}")
        assert answer[0] == status, (answer[0], path, re.sub(r"<[^>]+>|\s+", " ", answer[2])[-1500:])
        return answer[1] or answer[2]

    def wait_for(self, path: str, words: str, seconds: float) -> str:
        """A page once it has these words."""
        until = time.monotonic() + seconds
        while words not in (page := self.see(path)):
            assert time.monotonic() < until, re.sub(r"<[^>]+>|\s+", " ", page)[-800:]
            time.sleep(1)
        return page


def choice(page: str, name: str, words: str) -> str:
    """The value of the answer with these words, in the field of that name."""
    for value, label in re.findall(rf'name="{name}" value="([^"]*)"[^>]*>(.*?)</label>', page, re.DOTALL):
        if words in unescape(label):
            return str(value)
    raise AssertionError(f"no answer {words!r} to {name!r}")


def _multipart(fields: dict[str, str], file: tuple[str, bytes] | None) -> bytes:
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    if file is not None:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{file[0]}"\r\n\r\n'
        parts.append(head.encode() + file[1] + b"\r\n")
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()
