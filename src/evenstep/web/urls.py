"""Every address of the app: short neutral words, and an opaque key where there is content.

The first pages are imported at once; each other place when somebody first asks for it (views/later.py).
"""

from __future__ import annotations

from django.conf import settings
from django.urls import path

from evenstep.web.views import assets, begin, errors, lock, start
from evenstep.web.views.later import later

urlpatterns = [
    path("", start.welcome, name="welcome"),
    path("open/<str:token>", start.open_door, name="open"),
    path("leave", start.leave, name="leave"),
    path("help", later("care.help_page"), name="help"),
    path("help/about", later("care.limits"), name="limits"),
    path("help/words", later("words.words"), name="words"),
    path("help/more", later("care.own_ways"), name="own-ways"),
    path("now", later("right_now.now"), name="now"),
    path("now/before", later("right_now.before"), name="now-before"),
    path("now/pause", later("right_now.pause"), name="now-pause"),
    path("now/minutes", later("right_now.minutes"), name="now-minutes"),
    path("n/<str:key>/own", later("care.own"), name="own"),
    path("n/<str:key>/still", later("care.stopped"), name="stopped"),
    path("look", start.sample, name="sample"),
    path("look-round", start.look_round, name="look-round"),
    path("add", later("bring.add"), name="add"),
    path("r/<str:key>", later("bring.notes"), name="notes"),
    path("r/<str:key>/ask", later("bring.ask"), name="ask"),
    path("begin", begin.begin, name="begin"),
    path("begin/lock", begin.begin_lock, name="begin-lock"),
    path("begin/space", begin.begin_space, name="begin-space"),
    path("u", start.people, name="people"),
    path("u/<str:person>", lock.unlock, name="unlock"),
    path("lock", lock.lock, name="lock"),
    path("resume", lock.resume, name="resume"),
    path("undo", lock.undo, name="undo"),
    path("spaces", later("spaces.spaces"), name="spaces"),
    path("n/<str:key>/today", later("today.today"), name="today"),
    path("n/<str:key>/signs", later("signs.signs"), name="signs"),
    path("n/<str:key>/signs/<str:form>", later("signs.fill"), name="signs-fill"),
    path("n/<str:key>/signs/<str:form>/said", later("signs.said"), name="signs-said"),
    path("n/<str:key>/signs/<str:answers>/remove", later("signs.forget"), name="signs-forget"),
    path("n/<str:key>/messages", later("messages.messages"), name="messages"),
    path("n/<str:key>/loop", later("messages.loop"), name="loop"),
    path("n/<str:key>/again/<str:tab>", later("messages.look_again"), name="look-again"),
    path("n/<str:key>/guess", later("messages.guess"), name="guess"),
    path("n/<str:key>/guess/remove", later("messages.guess_remove"), name="guess-remove"),
    path("n/<str:key>/later", later("messages.stop_making"), name="stop-making"),
    path("n/<str:key>/bring", later("bring_in.add"), name="bring"),
    path("n/<str:key>/bring/<str:reading>", later("bring_in.ask"), name="bring-ask"),
    path("n/<str:key>/brought", later("bring_in.brought"), name="brought"),
    path("n/<str:key>/brought/<str:brought>/remove", later("bring_in.take_back"), name="take-back"),
    path("n/<str:key>/weeks", later("bring_in.hard_weeks"), name="hard-weeks"),
    path("n/<str:key>/moments", later("moments.moments"), name="moments"),
    path("n/<str:key>/moments/new/<str:kind>", later("moments.new"), name="moment-new"),
    path("n/<str:key>/moments/<str:moment>", later("moments.change"), name="moment-change"),
    path("n/<str:key>/moments/<str:moment>/remove", later("moments.remove"), name="moment-remove"),
    path("n/<str:key>/steps", later("steps.all_steps"), name="steps"),
    path("n/<str:key>/steps/rest", later("steps.pause"), name="steps-pause"),
    path("n/<str:key>/steps/<str:code>", later("steps.step"), name="step"),
    path("n/<str:key>/steps/<str:code>/begin", later("steps.begin"), name="step-begin"),
    path("n/<str:key>/steps/<str:code>/end", later("steps.end"), name="step-end"),
    path("n/<str:key>/mine", later("limits.mine"), name="mine"),
    path("n/<str:key>/mine/new", later("limits.new"), name="mine-new"),
    path("n/<str:key>/mine/line", later("limits.line"), name="mine-line"),
    path("n/<str:key>/mine/<str:limit>", later("limits.one"), name="mine-one"),
    path("n/<str:key>/mine/<str:limit>/change", later("limits.change"), name="mine-change"),
    path("n/<str:key>/mine/<str:limit>/remove", later("limits.remove"), name="mine-remove"),
    path("n/<str:key>/round", later("rounds.this_round"), name="round"),
    path("n/<str:key>/round/keep", later("rounds.agree"), name="round-agree"),
    path("n/<str:key>/round/stop", later("rounds.stop"), name="round-stop"),
    path("n/<str:key>/round/over", later("rounds.over"), name="round-over"),
    path("n/<str:key>/round/paper", later("rounds.paper"), name="round-paper"),
    path("n/<str:key>/lines/<str:code>", later("own_words.own_words"), name="own-words"),
    path("n/<str:key>/lines/<str:code>/<str:written>", later("own_words.change"), name="own-words-change"),
    path("n/<str:key>/lines/<str:code>/<str:written>/remove", later("own_words.remove"), name="own-words-remove"),
    path("n/<str:key>/lines/<str:code>/<str:written>/paper", later("own_words.paper"), name="own-words-paper"),
    path("n/<str:key>/dates", later("dates.dates"), name="own-dates"),
    path("n/<str:key>/after", later("slip.slip"), name="slip"),
    path("n/<str:key>/beside", later("someone.when"), name="beside"),
    path("n/<str:key>/beside/kinds", later("someone.kinds"), name="beside-kinds"),
    path("n/<str:key>/change", later("spaces.change"), name="space-change"),
    path("n/<str:key>/let-go", later("spaces.let_go"), name="space-let-go"),
    path("data", later("data.data"), name="data"),
    path("data/settings", later("data.settings"), name="data-settings"),
    path("data/network", later("data.network"), name="data-network"),
    path("data/methods", later("data.methods"), name="data-methods"),
    path("data/take", later("data_out.take"), name="data-take"),
    path("data/print", later("data_out.everything"), name="data-print"),
    path("data/backup", later("data_out.backup"), name="data-backup"),
    path("data/bring-back", later("data_in.bring_back"), name="data-bring-back"),
    path("data/lock", later("data_lock.passphrase"), name="data-lock"),
    path("data/lock/off", later("data_lock.no_passphrase"), name="data-lock-none"),
    path("data/lock/code", later("data_lock.code"), name="data-code"),
    path("data/lock/code/paper", later("data_lock.paper"), name="data-paper"),
    path("data/lock/tries", later("data_lock.tries"), name="data-tries"),
    path("data/taken", later("taken.taken"), name="data-taken"),
    path("data/end", later("data_end.delete"), name="data-delete"),
    path("restore", later("data_in.restore"), name="restore"),
    path("end", later("data_end.gone"), name="gone"),
    path("s/<str:name>", assets.asset, name="asset"),
]

if settings.DEVELOPMENT:
    urlpatterns.append(path("style", later("style.style"), name="style"))

handler400 = errors.bad_request
handler403 = errors.refused
handler404 = errors.not_found
handler500 = errors.broken
