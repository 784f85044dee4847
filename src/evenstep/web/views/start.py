"""Coming in, looking round, asking for help, and leaving."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST, require_safe

from evenstep.web.house import house_of, is_open, visit_of
from evenstep.web.models import Space
from evenstep.web.views.errors import refusal
from evenstep.web.views.page import page


@require_GET
def open_door(request: HttpRequest, token: str) -> HttpResponse:
    """Swap a launch token for a cookie.

    Answers 200 and refreshes to the first page: browsers do not send a SameSite=Strict cookie
    along a redirect that began on another site, and our redirect file counts as one.
    """
    house = house_of(request)
    if not house.launch.redeem(token):
        return refusal()
    visit = house.visits.enter()
    response = page(request, "open.html")
    response.set_cookie(house.cookie, visit.secret, httponly=True, samesite="Strict")
    return response


@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    """The first page: the doors, the lock, or today, by whether there are notes and whether they are open."""
    if is_open(request):
        space = Space.objects.order_by("-last_used", "-made_at").first()
        return redirect("begin-space") if space is None else redirect("today", key=space.key)
    people = house_of(request).folder.people()
    if len(people) == 1:
        return redirect("unlock", person=people[0].id)
    return page(request, "lock/people.html" if people else "welcome.html", {"people": people})


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Whose notes: one line for each person of this computer's account."""
    return page(request, "lock/people.html", {"people": house_of(request).folder.people()})


@require_safe
def sample(request: HttpRequest) -> HttpResponse:
    """The invented people; while they are got ready, a page that says so. Nothing is kept: leaving it is leaving it."""
    house = house_of(request)
    if house.preparing():
        return page(request, "soon.html", {"again_s": 3})
    return page(request, "notes.html", {"shown": house.sample(), "invented": True})


@require_POST
def look_round(request: HttpRequest) -> HttpResponse:
    """A store of two invented people, all places open in it; gone when it is closed or left."""
    from evenstep.web.demo import open_demo  # noqa: PLC0415 -- the simulator is slow to import

    house = house_of(request)
    opened = open_demo(house.folder.root, house.now(), house.zone)
    visit_of(request).unlock(opened)
    return redirect("welcome")


@csrf_exempt  # leaving must never fail; middleware.Door has checked that our own page asks
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Forget everything and show a page that says nothing. Works without a visit as well.

    Where the same person's notes are open in another browser too, they are locked there.
    """
    house = house_of(request)
    house.visits.leave_now(request.COOKIES.get(house.cookie, ""))
    response = page(request, "left.html")
    response.delete_cookie(house.cookie, samesite="Strict")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
