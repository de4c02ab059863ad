"""Replay of stored messages with the live model and another one."""

import gc
import weakref
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session, sessionmaker

from chatbot.dialogue.bot import Bot
from chatbot.intents.intent_set import IntentSet
from chatbot.model.bundle import INTENTS, Bundle
from tests.support import visits
from tests.support.deployments import put_live
from web.conversations.answering.service import exchange
from web.models import live_bot as bots
from web.models import storage
from web.models.live_bot import LiveBot
from web.models.versions import UnknownVersionError
from web.replay.service import Replay, replay

Sessions = sessionmaker[Session]

pytestmark = pytest.mark.usefixtures("no_bot_loaded")


def with_intents(bundle: Bundle, intents: IntentSet) -> Bundle:
    return Bundle(bundle.metadata, {**bundle.parts, INTENTS: intents.to_json().encode()})


def reworded(bundle: Bundle, tag: str) -> Bundle:
    """The same model, which answers this intent in other words."""
    intents = IntentSet.from_json(bundle.text(INTENTS))
    changed = (
        replace(intent, responses=("Something else.",)) if intent.tag == tag else intent
        for intent in intents
    )
    return with_intents(bundle, IntentSet(tuple(changed)))


def renamed(bundle: Bundle, tag: str) -> Bundle:
    """The same network, whose intent has another name."""
    intents = IntentSet.from_json(bundle.text(INTENTS))
    other = f"new_{tag}"
    changed = tuple(
        replace(intent, tag=other) if intent.tag == tag else intent for intent in intents
    )
    labels = bundle.text("labels.json").replace(f'"{tag}"', f'"{other}"')
    parts = {**bundle.parts, "labels.json": labels.encode()}
    return with_intents(Bundle(bundle.metadata, parts), IntentSet(changed))


def deploy(sessions: Sessions, bundle: Bundle, *, live: bool) -> int:
    with sessions.begin() as session:
        number = storage.store(session, bundle).id
        if live:
            put_live(session, number)
    return number


def say(sessions: Sessions, *texts: str) -> None:
    """One conversation of a visitor with the live bot."""
    visitor = uuid4()
    with sessions() as session:
        begun = visits.start(session, visitor)
        for text in texts:
            exchange(session, visitor, live_bot(sessions), begun, text)


def live_bot(sessions: Sessions) -> LiveBot:
    with sessions.begin() as session:
        return bots.current_bot(session)


def replayed(sessions: Sessions, number: int, limit: int = 500) -> Replay:
    live = live_bot(sessions)
    with sessions.begin() as session:
        return replay(session, live, number, limit=limit)


def test_the_same_model_changes_nothing(sessions: Sessions, bundle: Bundle) -> None:
    live = deploy(sessions, bundle, live=True)
    other = deploy(sessions, bundle, live=False)
    say(sessions, "hello there", "can I borrow a book")
    result = replayed(sessions, other)
    assert (result.live, result.other) == (live, other)
    assert (result.messages, result.replayed) == (2, 2)
    assert (result.changed, result.groups) == (0, ())


def test_every_changed_answer_is_shown_in_its_group(sessions: Sessions, bundle: Bundle) -> None:
    deploy(sessions, bundle, live=True)
    other = deploy(sessions, renamed(reworded(bundle, "opening_hours"), "greeting"), live=False)
    say(sessions, "hello there", "hello there", "when do you open")
    result = replayed(sessions, other)
    assert [(group.live, group.other, len(group.messages)) for group in result.groups] == [
        ("greeting", "new_greeting", 2),
        ("opening_hours", "opening_hours", 1),
    ]
    newest = result.groups[0].messages[0]
    assert newest.text == "hello there"
    assert newest.live.confidence == newest.other.confidence > 0
    assert result.groups[1].messages[0].other.text == "Something else."


def test_only_the_newest_messages_are_replayed(sessions: Sessions, bundle: Bundle) -> None:
    deploy(sessions, bundle, live=True)
    other = deploy(sessions, reworded(bundle, "greeting"), live=False)
    say(sessions, "hello there", "when do you open")
    assert replayed(sessions, other, limit=1).changed == 0
    assert replayed(sessions, other, limit=2).changed == 1


def test_new_messages_are_part_of_the_next_replay(sessions: Sessions, bundle: Bundle) -> None:
    deploy(sessions, bundle, live=True)
    other = deploy(sessions, reworded(bundle, "greeting"), live=False)
    assert replayed(sessions, other).replayed == 0
    say(sessions, "hello there")
    assert replayed(sessions, other).changed == 1


def test_the_other_model_is_dropped_and_a_second_look_needs_none(
    sessions: Sessions, bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[weakref.ref[Bot]] = []
    load = bots.load_bot

    def watched(session: Session, version_id: int) -> Bot:
        bot = load(session, version_id)
        loaded.append(weakref.ref(bot))
        return bot

    deploy(sessions, bundle, live=True)
    other = deploy(sessions, reworded(bundle, "greeting"), live=False)
    say(sessions, "hello there")
    monkeypatch.setattr(bots, "load_bot", watched)
    assert replayed(sessions, other) == replayed(sessions, other)
    gc.collect()
    assert [bot() for bot in loaded] == [None]


def test_an_unknown_version_is_an_error(sessions: Sessions, bundle: Bundle) -> None:
    deploy(sessions, bundle, live=True)
    with pytest.raises(UnknownVersionError):
        replayed(sessions, 9)
