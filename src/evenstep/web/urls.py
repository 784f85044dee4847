"""Every address of the app: short neutral words, and an opaque key where there is content."""

from __future__ import annotations

from django.conf import settings
from django.urls import path

from evenstep.web.views import (
    assets,
    begin,
    bring,
    bring_in,
    care,
    data,
    data_end,
    data_in,
    data_lock,
    data_out,
    errors,
    lock,
    messages,
    moments,
    right_now,
    signs,
    spaces,
    start,
    style,
    today,
)

urlpatterns = [
    path("", start.welcome, name="welcome"),
    path("open/<str:token>", start.open_door, name="open"),
    path("leave", start.leave, name="leave"),
    path("help", care.help_page, name="help"),
    path("help/about", care.limits, name="limits"),
    path("help/more", care.own_ways, name="own-ways"),
    path("now", right_now.now, name="now"),
    path("now/before", right_now.before, name="now-before"),
    path("now/pause", right_now.pause, name="now-pause"),
    path("now/minutes", right_now.minutes, name="now-minutes"),
    path("n/<str:key>/own", care.own, name="own"),
    path("n/<str:key>/still", care.stopped, name="stopped"),
    path("look", start.sample, name="sample"),
    path("look-round", start.look_round, name="look-round"),
    path("add", bring.add, name="add"),
    path("r/<str:key>", bring.notes, name="notes"),
    path("r/<str:key>/ask", bring.ask, name="ask"),
    path("begin", begin.begin, name="begin"),
    path("begin/lock", begin.begin_lock, name="begin-lock"),
    path("begin/space", begin.begin_space, name="begin-space"),
    path("u", start.people, name="people"),
    path("u/<str:person>", lock.unlock, name="unlock"),
    path("lock", lock.lock, name="lock"),
    path("resume", lock.resume, name="resume"),
    path("undo", lock.undo, name="undo"),
    path("spaces", spaces.spaces, name="spaces"),
    path("n/<str:key>/today", today.today, name="today"),
    path("n/<str:key>/signs", signs.signs, name="signs"),
    path("n/<str:key>/signs/<str:form>", signs.fill, name="signs-fill"),
    path("n/<str:key>/signs/<str:form>/said", signs.said, name="signs-said"),
    path("n/<str:key>/signs/<str:answers>/remove", signs.forget, name="signs-forget"),
    path("n/<str:key>/messages", messages.messages, name="messages"),
    path("n/<str:key>/loop", messages.loop, name="loop"),
    path("n/<str:key>/again/<str:tab>", messages.look_again, name="look-again"),
    path("n/<str:key>/guess", messages.guess, name="guess"),
    path("n/<str:key>/later", messages.stop_making, name="stop-making"),
    path("n/<str:key>/bring", bring_in.add, name="bring"),
    path("n/<str:key>/bring/<str:reading>", bring_in.ask, name="bring-ask"),
    path("n/<str:key>/brought", bring_in.brought, name="brought"),
    path("n/<str:key>/brought/<str:brought>/remove", bring_in.take_back, name="take-back"),
    path("n/<str:key>/weeks", bring_in.hard_weeks, name="hard-weeks"),
    path("n/<str:key>/moments", moments.moments, name="moments"),
    path("n/<str:key>/moments/new/<str:kind>", moments.new, name="moment-new"),
    path("n/<str:key>/moments/<str:moment>", moments.change, name="moment-change"),
    path("n/<str:key>/moments/<str:moment>/remove", moments.remove, name="moment-remove"),
    path("n/<str:key>/change", spaces.change, name="space-change"),
    path("n/<str:key>/let-go", spaces.let_go, name="space-let-go"),
    path("data", data.data, name="data"),
    path("data/settings", data.settings, name="data-settings"),
    path("data/network", data.network, name="data-network"),
    path("data/methods", data.methods, name="data-methods"),
    path("data/take", data_out.take, name="data-take"),
    path("data/print", data_out.everything, name="data-print"),
    path("data/backup", data_out.backup, name="data-backup"),
    path("data/bring-back", data_in.bring_back, name="data-bring-back"),
    path("data/lock", data_lock.passphrase, name="data-lock"),
    path("data/lock/off", data_lock.no_passphrase, name="data-lock-none"),
    path("data/lock/code", data_lock.code, name="data-code"),
    path("data/lock/code/paper", data_lock.paper, name="data-paper"),
    path("data/lock/tries", data_lock.tries, name="data-tries"),
    path("data/end", data_end.delete, name="data-delete"),
    path("restore", data_in.restore, name="restore"),
    path("end", data_end.gone, name="gone"),
    path("s/<str:name>", assets.asset, name="asset"),
]

if settings.DEVELOPMENT:
    urlpatterns.append(path("style", style.style, name="style"))

handler400 = errors.bad_request
handler403 = errors.refused
handler404 = errors.not_found
handler500 = errors.broken
