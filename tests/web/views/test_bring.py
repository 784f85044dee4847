"""Upload, questions, pattern: the way through, and every way off it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from fake_house import ORIGIN, Clock, FakeReading, make_client

from evenstep.web import uploads
from evenstep.web.house import House
from evenstep.web.models import Space
from evenstep.web.uploads import MemoryOnly

Post = Callable[..., Any]


def named(name: str, data: bytes = b"hello") -> BytesIO:
    file = BytesIO(data)
    file.name = name
    return file


def bring(client: Client, post: Post, *files: BytesIO) -> str:
    response = post(client, "/add", {"files": list(files)})
    assert response.status_code == 302
    return str(response.headers["Location"])


def test_the_way_through(ada: Client, post: Post, look: FakeReading) -> None:
    ask = bring(ada, post, named("chat.txt"))
    text = ada.get(ask).content.decode()
    assert "Which of these is you?" in text
    assert "5 messages" in text
    response = post(ada, ask, {"me-0": "1", "weeks": "2024-W07, 2024-02-20"})
    assert response.status_code == 302
    page = ada.get(response.headers["Location"]).content.decode()
    assert "Finding for Ben" in page
    assert "[&#x27;2024-W07&#x27;, &#x27;2024-W08&#x27;]" in page or "['2024-W07', '2024-W08']" in page
    assert [upload.data for upload in look.seen[0][0]] == [b"hello"]


def test_bytes_are_let_go_once_the_page_is_there(ada: Client, post: Post, house: House) -> None:
    ask = bring(ada, post, named("chat.txt"))
    visit = house.visits.find(ada.cookies[house.cookie].value)
    assert visit is not None
    assert visit.reading is not None
    assert visit.reading.uploads
    post(ada, ask, {"me-0": "0"})
    assert visit.reading.uploads == ()


def test_a_refused_file_keeps_the_others_and_lets_its_bytes_go(ada: Client, post: Post, house: House) -> None:
    ask = bring(ada, post, named("good.txt"), named("shopping.pdf", b"bad"))
    text = ada.get(ask).content.decode()
    assert "shopping.pdf" in text
    assert "E228" in text
    visit = house.visits.find(ada.cookies[house.cookie].value)
    assert visit is not None
    assert visit.reading is not None
    assert [upload.name for upload in visit.reading.uploads] == ["good.txt"]
    shown = ada.get(post(ada, ask, {"me-0": "0"}).headers["Location"]).content.decode()
    assert "shopping.pdf" in shown


def test_when_all_are_refused_one_chooses_again(ada: Client, post: Post) -> None:
    response = post(ada, "/add", {"files": [named("a.pdf", b"bad"), named("b.pdf", b"bad")]})
    assert response.status_code == 422
    assert response.content.decode().count("E228") == 2
    assert 'type="file"' in response.content.decode()


@pytest.mark.parametrize("files", [{}, {"files": ""}, {"other": "x"}])
def test_no_file_is_said(ada: Client, post: Post, files: dict[str, Any]) -> None:
    response = post(ada, "/add", files)
    assert response.status_code == 422
    assert "No file was chosen." in response.content.decode()


def test_an_empty_file_is_read_like_any_other_and_so_named(ada: Client, post: Post) -> None:
    assert "empty.txt" in ada.get(bring(ada, post, named("empty.txt", b""))).content.decode()


@pytest.mark.parametrize(("bad", "words"), [(1, "One thing was set aside"), (2, "2 things were set aside")])
def test_what_was_set_aside_is_counted(ada: Client, post: Post, bad: int, words: str) -> None:
    refused = [named(f"{number}.pdf", b"bad") for number in range(bad)]
    assert words in ada.get(bring(ada, post, named("good.txt"), *refused)).content.decode()


def test_a_file_of_one_day_names_the_day_once(ada: Client, post: Post) -> None:
    text = ada.get(bring(ada, post, named("chat.txt"))).content.decode()
    assert text.count("1 February 2024") == 1


def test_a_file_that_is_too_large_is_named_and_the_small_one_goes_on(
    ada: Client, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Small(MemoryOnly):
        def __init__(self, request: Any = None) -> None:
            super().__init__(request, most_bytes=1000)

    monkeypatch.setattr(uploads, "MemoryOnly", Small)
    ask = bring(ada, post, named("big.txt", b"x" * 5000), named("small.txt", b"x" * 500))
    text = ada.get(ask).content.decode()
    assert "big.txt" in text
    assert "too large" in text
    assert "small.txt" in text


def test_an_answer_that_is_missing_or_made_up_is_asked_again_and_kept(ada: Client, post: Post) -> None:
    ask = bring(ada, post, named("chat.txt"))
    for data in ({}, {"me-0": "7"}, {"me-0": "Ada"}, {"me-0": ""}, {"me-0": "0", "weeks": "last summer"}):
        response = post(ada, ask, {"weeks": "2024-W07", **data})
        assert response.status_code == 422
        assert data.get("weeks", "2024-W07") in response.content.decode()


def test_names_are_shown_as_text(ada: Client, post: Post) -> None:
    text = ada.get(bring(ada, post, named("chat.txt"))).content.decode()
    assert "Ben &lt;b&gt;(2)&lt;/b&gt;" in text
    assert "<b>(2)" not in text


@pytest.mark.parametrize("key", ["x", "x" * 500, "%00", "..", "%2e%2e", "é", "a/b"])
def test_a_key_that_is_not_ours_is_a_calm_404(ada: Client, post: Post, key: str) -> None:
    bring(ada, post, named("chat.txt"))
    for path in (f"/r/{key}", f"/r/{key}/ask"):
        response = ada.get(path)
        assert response.status_code == 404
        assert "There is no page here" in response.content.decode()


def test_the_cookie_alone_does_not_lead_to_the_page(ada: Client, post: Post) -> None:
    """Browsers give a cookie to every port of this computer: the page's key is needed as well."""
    ask = bring(ada, post, named("chat.txt"))
    key = ask.split("/")[2]
    assert len(key) >= 16
    assert key not in ada.get("/add").content.decode()
    assert key not in ada.get("/").content.decode()


def test_a_new_upload_replaces_the_old_one_in_every_tab(ada: Client, post: Post) -> None:
    first = bring(ada, post, named("one.txt"))
    second = bring(ada, post, named("two.txt"))
    assert ada.get(first).status_code == 404
    assert post(ada, first, {"me-0": "0"}).status_code == 404
    assert "two.txt" in ada.get(second).content.decode()


def test_two_tabs_that_answer_the_same_question_both_arrive(ada: Client, post: Post, look: FakeReading) -> None:
    ask = bring(ada, post, named("chat.txt"))
    first, second = post(ada, ask, {"me-0": "0"}), post(ada, ask, {"me-0": "1"})
    assert first.headers["Location"] == second.headers["Location"]
    assert len(look.seen) == 2  # the file was read for the question and for the page, not for the second tab


def test_visits_see_only_their_own(ada: Client, post: Post, house: House) -> None:
    ask = bring(ada, post, named("chat.txt"))
    other = make_client(house)
    other.get(f"/open/{house.launch.issue()}")
    assert other.get(ask).status_code == 404


def test_an_idle_visit_is_forgotten(ada: Client, post: Post, house: House, clock: Clock) -> None:
    ask = bring(ada, post, named("chat.txt"))
    visit = house.visits.find(ada.cookies[house.cookie].value)
    clock.now_s += 3601
    assert ada.get(ask).status_code == 403
    assert visit is not None
    assert visit.reading is None


def test_leaving_while_a_file_is_read_keeps_nothing(ada: Client, post: Post, house: House, look: FakeReading) -> None:
    visit = house.visits.find(ada.cookies[house.cookie].value)
    assert visit is not None
    look.during = lambda: house.visits.leave(visit.secret)
    response = post(ada, "/add", {"files": [named("chat.txt")]})
    assert response.status_code == 404
    assert visit.reading is None


def test_a_fault_inside_is_a_calm_page_without_values(ada: Client, post: Post, look: FakeReading) -> None:
    def fail() -> None:
        raise RuntimeError("Ada wrote: my secret")

    look.during = fail
    response = post(ada, "/add", {"files": [named("chat.txt")]})
    text = response.content.decode()
    assert response.status_code == 500
    assert "our fault" in text
    assert not any(word in text for word in ("secret", "RuntimeError", "Traceback", "conftest"))
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--x",
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\nhalf a file',
        b"--y\r\n\r\n--y--",
        b"\x00" * 1000,
    ],
)
@pytest.mark.parametrize(
    "kind", ["multipart/form-data; boundary=x", "multipart/form-data", "text/plain", "application/json"]
)
def test_a_malformed_form_is_refused_and_never_a_fault(ada: Client, body: bytes, kind: str) -> None:
    response = ada.generic("POST", "/add", body, content_type=kind, HTTP_ORIGIN=ORIGIN)
    assert 400 <= response.status_code < 500


def test_a_hundred_thousand_fields_are_refused(ada: Client, form_key: Callable[[Client], str]) -> None:
    body = f"csrfmiddlewaretoken={form_key(ada)}&" + "&".join(f"a{n}=1" for n in range(100_000))
    kind = "application/x-www-form-urlencoded"
    response = ada.generic("POST", "/add", body, content_type=kind, HTTP_ORIGIN=ORIGIN)
    assert response.status_code == 400
    assert "did not arrive whole" in response.content.decode()


def test_what_is_read_of_each_kind_stands_beside_how_to_get_it(inside: Client, space: Space) -> None:
    for path in ("/add", f"/n/{space.key}/bring"):
        page = inside.get(path).content.decode()
        telegram = page.partition("<summary>Telegram</summary>")[2].partition("</details>")[0]
        assert "Telegram, older JSON" in telegram
        assert "<dt>Only counted</dt><dd>reactions that carry no time</dd>" in telegram
        assert "<dt>Not in it</dt><dd>deletions, read marks</dd>" in telegram
