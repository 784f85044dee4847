"""The private app's speed: from the start of the process to the first page, and every page with 200,000 messages.

Run: ``python benchmarks/app.py`` (a minute). Prints the tables of docs/benchmarks-app.md. The pattern is the invented
pair's, kept in the store as after a first look: working one out is measured elsewhere.
"""

from __future__ import annotations

import http.client
import json
import platform
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from generate import PEOPLE, write_chat

sys.path.remove(str(Path(__file__).parent))  # a neighbour here is called coverage, which numba looks for elsewhere

MESSAGES = 200_000
STARTS = 5
EACH = 9
PAGES = (
    "today",
    "signs",
    "messages",
    "loop",
    "moments",
    "moments/new/hard",
    "bring",
    "brought",
    "weeks",
    "change",
    "own",
)
SERVE = """
import sys
from pathlib import Path
from evenstep.web.serve import serve
serve(Path(sys.argv[1]), open_browser=False, on_ready=lambda line: print(line, flush=True))
"""


def check(holds: object) -> None:
    """A benchmark of something else than was meant is worse than none."""
    if not holds:
        raise RuntimeError("the app did not answer as expected")


def get(port: int, path: str, cookie: str = "") -> tuple[Any, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    own = {"Sec-Fetch-Site": "same-origin"} | ({"Cookie": cookie} if cookie else {})
    connection.request("GET", path, headers={"Host": f"127.0.0.1:{port}", **own})
    answer = connection.getresponse()
    return answer, answer.read()


def worked_s() -> float:
    """Processor seconds of every process that was started here and is over."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def first_page() -> tuple[float, float]:
    """Seconds from the start of a process to the whole first page: by the clock, and of the processor."""
    before = worked_s()
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, folder], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
        )
        check(process.stdout is not None)
        found = re.search(r":(\d+)(/open/\S+)", process.stdout.readline())
        check(found)
        answer, _ = get(int(found[1]), found[2])
        answer, page = get(int(found[1]), "/", str(answer.getheader("Set-Cookie")).split(";")[0])
        took = time.perf_counter() - began
        check(answer.status == 200)
        check(b"right now" in page)
        process.terminate()
        process.wait(30)
        return took, worked_s() - before


def fill(running: Any) -> tuple[Any, str]:
    """A space with so many messages, a finished pattern and a year of moments."""
    from datetime import timedelta

    from evenstep.web import imports, making, pattern
    from evenstep.web.models import Guess, Kept, Moment, Space
    from evenstep.web.outcome import Answers, Upload
    from evenstep.web.vault import keep
    from evenstep.web.vault.opened import using

    now = running.house.now()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "chat.txt"
        write_chat(path, MESSAGES, ios=False)
        upload = Upload(0, "chat.txt", path.read_bytes())
    said = {"me-0": PEOPLE[0], "all-zone": "UTC"}
    outcome, joined = pattern.read([upload], Answers(said), "UTC", now, me_needed=True)
    if joined is None:
        said |= {ask.key: PEOPLE[0] if ask.kind == "me" else "UTC" for ask in outcome.asks}
        _, joined = pattern.read([upload], Answers(said), "UTC", now, me_needed=True)
    check(joined is not None)
    body = {"messages": pattern.sample(now).body, "loop": pattern.sample(now).body, "guessed": {}}
    opened = keep.create(running.house.folder, "Notes", None, now)
    with using(opened):
        space = Space.objects.create(kind="partner", other=PEOPLE[1], made_at=now)
        imports.keep(space, joined.pair, PEOPLE[0], now, now.date())
        Guess.objects.create(space=space, figure="starts", value=0.6, at=now)
        of = making.fingerprint(space, now.date())
        Kept.objects.create(space=space, of=of, body=json.dumps(body).encode())
        Moment.objects.bulk_create(
            Moment(space=space, at=now, local_day=now.date() - timedelta(days=n), toward="me", back="other", tension=2)
            for n in range(365)
        )
        key = space.key
    return opened, key


def pages() -> list[tuple[str, float, float, float]]:
    """Page -> median and longest milliseconds of server time with the way over loopback, and kilobytes."""
    from evenstep.web.serve import start
    from evenstep.web.vault.folder import Folder

    with tempfile.TemporaryDirectory() as folder:
        running = start(Folder(Path(folder)))
        threading.Thread(target=running.server.run, daemon=True).start()
        port = running.house.port
        answer, _ = get(port, running.address().partition(str(port))[2])
        cookie = str(answer.getheader("Set-Cookie")).split(";")[0]
        opened, key = fill(running)
        visit = running.house.visits.find(cookie.partition("=")[2])
        check(visit is not None)
        visit.unlock(opened)
        found = [
            one_page(port, cookie, path) for path in ("/", *(f"/n/{key}/{page}" for page in PAGES), "/data", "/help")
        ]
        running.stop()
        return [(path.replace(key, "…"), *rest) for path, *rest in found]  # type: ignore[misc]


def one_page(port: int, cookie: str, path: str) -> tuple[str, float, float, float]:
    times, size = [], 0
    for n in range(EACH + 1):
        began = time.perf_counter()
        answer, page = get(port, path, cookie)
        if n:  # the first compiles the template
            times.append(1000 * (time.perf_counter() - began))
        check(answer.status in (200, 302))
        size = len(page)
    return path, statistics.median(times), max(times), size / 1024


def main() -> None:
    starts, worked = zip(*(first_page() for _ in range(STARTS)), strict=True)
    print(f"Python {platform.python_version()}, {time.strftime('%Y-%m-%d')}\n")
    print(f"First page, cold: median {statistics.median(starts):.2f} s, longest {max(starts):.2f} s of {STARTS}")
    print(f"Processor time for it: median {statistics.median(worked):.2f} s, longest {max(worked):.2f} s\n")
    print(f"| page ({MESSAGES:,} messages) | median ms | longest ms | kB |\n|---|--:|--:|--:|")
    for path, median, longest, kilobytes in pages():
        print(f"| {path} | {median:.0f} | {longest:.0f} | {kilobytes:.0f} |")


if __name__ == "__main__":
    main()
