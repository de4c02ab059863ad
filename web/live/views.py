"""Pages of the desk: conversations that wait for a person, and one with its person."""

from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.accounts.access import requires, signed_in, who
from web.admin.blueprint import NUMBER, admin
from web.admin.refused import keeps, refused_form
from web.core.database import as_typed, db, reading, writing
from web.core.errors import RefusedError
from web.core.settings import current_settings
from web.handovers.policy import HandOverPolicy
from web.http.numbers import decimal
from web.http.problems import wants_problem
from web.http.streams import event_stream
from web.http.translation import _
from web.live import canned, desk, queue, rings

DESK = f"/live/{NUMBER}"
LONGEST_NAME = 80
LONGEST_TEXT = 10_000
LARGEST_MARK = 2**63 - 1


class BadMessageError(RefusedError):
    """Error: fields of a form that make no message or no name."""


@admin.get("/live")
@requires("editor")
def live() -> str:
    """Show the conversations on the desk."""
    with reading(db.session):
        desk_now = queue.on_desk(db.session, who())
    policy = HandOverPolicy.of(current_settings())
    return render_template("live/live.html", desk=desk_now, me=who(), is_on=policy is not None)


@admin.get("/live/list")
@requires("editor")
def live_list() -> str | Response:
    """Show the list alone, for the script of the page; nothing (204) behind an equal mark."""
    with reading(db.session):
        if request.args.get("mark") == queue.mark_of_desk(db.session):
            return Response(status=204)
        desk_now = queue.on_desk(db.session, who())
    return render_template("live/list.html", desk=desk_now, me=who())


@admin.get("/live/events")
@requires("editor", by_token=False)
def live_events() -> Response:
    """Ring the script of the list at any news; see `event_stream`."""
    return event_stream(rings.of_desk(signed_in()))


@admin.get(DESK)
@requires("editor")
def live_conversation(number: int) -> str:
    """Show a conversation of the desk."""
    with reading(db.session):
        shown = queue.read(db.session, number)
        answers = canned.canned_answers(db.session)
        name = queue.usual_name(db.session, who())
    return render_template(
        "live/conversation.html",
        shown=shown,
        canned=answers,
        name=name,
        me=who(),
        message_id=uuid4(),
        refused=refused_form("admin.live_say", number=number),
    )


@admin.get(f"{DESK}/new")
@requires("editor")
def live_new(number: int) -> str:
    """Show the messages behind a mark, and the state, for the script of the page."""
    after = request.args.get("after", "0")
    mark = min(int(after), LARGEST_MARK) if after.isdecimal() and len(after) < 20 else 0
    with reading(db.session):
        shown = queue.read(db.session, number, mark, _conversation())
    return render_template("live/new.html", shown=shown, me=who())


@admin.get(f"{DESK}/events")
@requires("editor", by_token=False)
def live_conversation_events(number: int) -> Response:
    """Ring the script of a conversation's page at any news; see `event_stream`."""
    with reading(db.session):
        conversation_id = desk.conversation_of(db.session, number, _conversation())
    return event_stream(rings.of_desk(signed_in(), conversation_id))


@admin.post(f"{DESK}/take")
@requires("editor")
def live_take(number: int) -> Response:
    """Take a conversation."""
    name = as_typed(request.form.get("name", ""))
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadMessageError(
            _("Write your name for the visitor, at most %(most)d letters.", most=LONGEST_NAME)
        )
    with writing(db.session):
        desk.take(
            db.session,
            who(),
            number,
            name,
            conversation=_conversation(),
            announces=current_settings().announces,
        )
    return redirect(url_for("admin.live_conversation", number=number), 303)


@admin.post(f"{DESK}/say")
@requires("editor")
@keeps("text")
def live_say(number: int) -> Response:
    """Write a message to the visitor."""
    text = _sent_text()
    with writing(db.session):
        desk.say(
            db.session,
            who(),
            number,
            _message_id(),
            text,
            conversation=_conversation(),
            announces=current_settings().announces,
        )
    if wants_problem():
        return Response(status=204)
    return redirect(url_for("admin.live_conversation", number=number, _anchor="say"), 303)


def _sent_text() -> str:
    """Text of the message in the form; raises BadMessageError."""
    text = as_typed(request.form.get("text", ""))
    if not text or len(text) > LONGEST_TEXT:
        most = decimal(LONGEST_TEXT, ",")
        raise BadMessageError(_("Write a message of at most %(most)s characters.", most=most))
    return text


@admin.post(f"{DESK}/typing")
@requires("editor")
def live_typing(number: int) -> Response:
    """Tell the visitor that a person is typing."""
    with writing(db.session):
        desk.note_typing(db.session, who(), number, conversation=_conversation())
    return Response(status=204)


@admin.post(f"{DESK}/hand-back")
@requires("editor")
def live_hand_back(number: int) -> Response:
    """Hand a conversation back to the bot."""
    return _end(number, "hand_back", _("The bot has the conversation again."))


@admin.post(f"{DESK}/close")
@requires("editor")
def live_close(number: int) -> Response:
    """Close a hand-over."""
    return _end(number, "close", _("The conversation is closed, and no longer on the desk."))


def _end(number: int, ending: desk.Ending, sentence: str) -> Response:
    with writing(db.session):
        desk.end(
            db.session,
            who(),
            number,
            ending,
            conversation=_conversation(),
            announces=current_settings().announces,
        )
    flash(sentence, "success")
    return redirect(url_for("admin.live"), 303)


def _conversation() -> UUID | None:
    """Conversation that the page shows, None for one of an earlier version."""
    text = request.values.get("conversation")
    return _uuid(text) if text else None


def _message_id() -> UUID:
    return _uuid(request.form.get("id", ""))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise BadMessageError(_("The message has no id. Load the page again.")) from None
