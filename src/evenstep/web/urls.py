"""Every address of the app: short neutral words, and an opaque key where there is content."""

from __future__ import annotations

from django.urls import path

from evenstep.web.views import assets, bring, errors, start

urlpatterns = [
    path("", start.welcome, name="welcome"),
    path("open/<str:token>", start.open_door, name="open"),
    path("leave", start.leave, name="leave"),
    path("help", start.help_page, name="help"),
    path("look", start.sample, name="sample"),
    path("add", bring.add, name="add"),
    path("n/<str:key>", bring.notes, name="notes"),
    path("n/<str:key>/ask", bring.ask, name="ask"),
    path("s/<str:name>", assets.asset, name="asset"),
]

handler400 = errors.bad_request
handler403 = errors.refused
handler404 = errors.not_found
handler500 = errors.broken
