"""The ten dialogues of docs/authoring.md, word for word, with stored conversations."""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from chatbot.dialogue.bot import Bot
from chatbot.dialogue.state import DialogueState
from chatbot.intents.intent_set import IntentSet
from chatbot.intents.responses.bubble import Bubble
from chatbot.intents.responses.rich import RichResponse
from chatbot.model.classifier import IntentClassifier
from tests.support.markdown import read
from tests.web.conversations.conftest import WORKSHOP
from web.conversations import service
from web.conversations.answering import service as answering
from web.conversations.answering import storing
from web.conversations.answering.service import exchange
from web.conversations.tables import Conversation
from web.models.live_bot import LiveBot

_SECTION = read("docs/authoring.md").partition("### Ten dialogues\n")[2].partition("\n## ")[0]
LEGACY = "(contexts: legacy)"
DIALOGUES = re.findall(r"^```text\n(.*?)^```$", _SECTION, re.MULTILINE | re.DOTALL)


@dataclass
class Clock:
    """Clock that only moves when told to."""

    now: datetime = datetime(2026, 1, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def test_there_are_ten() -> None:
    assert len(DIALOGUES) == 10


@pytest.mark.timeout(600)  # waits for a training
def test_the_dialogues_of_the_documentation(
    workshop: IntentClassifier,
    session: Session,
    live: LiveBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = Clock()
    for module in (answering, storing, service):
        monkeypatch.setattr(module, "utc_now", clock)
    legacy = IntentSet.load(_legacy(tmp_path))
    for dialogue in DIALOGUES:
        intents = legacy if dialogue.startswith(LEGACY) else IntentSet.load(WORKSHOP)
        bot = LiveBot(Bot(workshop, intents, random.Random(1)), live.version_id, live.sha256)
        assert "\n".join(_played(dialogue, session, bot, clock)) == dialogue.rstrip()


def _played(dialogue: str, session: Session, bot: LiveBot, clock: Clock) -> Iterator[str]:
    """The lines of a dialogue, with the answers that the bot gives."""
    visitor = uuid4()
    with session.begin():
        conversation = service.start(session, visitor)
    for line in dialogue.splitlines():
        if line.startswith("  "):
            continue
        yield line
        if later := re.fullmatch(r"… (\d+) minutes later", line):
            clock.now += timedelta(minutes=int(later[1]))
        elif line != LEGACY:
            reply = exchange(session, visitor, bot, conversation, line.removeprefix("> ")).answer
            with session.begin():
                state = session.get_one(Conversation, conversation).state
            opened = ", ".join(sorted(_open(DialogueState.from_json(state))))
            yield f"  {reply.intent:20}{opened}".rstrip()


def _open(state: DialogueState) -> list[str]:
    return [f"{context.name} {context.lifespan or ''}".strip() for context in state.contexts]


def _legacy(folder: Path) -> Path:
    """The workshop with the contexts of the tutorials."""
    document = json.loads(WORKSHOP.read_text("utf-8")) | {"contexts": "legacy"}
    file = folder / "legacy.json"
    file.write_text(json.dumps(document), "utf-8")
    return file


@pytest.mark.timeout(600)
def test_a_visitor_who_comes_back_is_answered_otherwise(
    workshop: IntentClassifier, session: Session, live: LiveBot
) -> None:
    both = "Hello.\n\nWhat is it?"
    rich = {
        "Back!": RichResponse(first_visit=False),
        both: RichResponse(("Prices", "Hours"), bubbles=(Bubble("Hello."), Bubble("What is it?"))),
    }
    intents = tuple(
        replace(intent, responses=("Back!", both), rich=rich) if intent.tag == "thanks" else intent
        for intent in IntentSet.load(WORKSHOP)
    )
    bot = LiveBot(Bot(workshop, IntentSet(intents)), live.version_id, live.sha256)
    visitor, replies = uuid4(), []
    for _ in range(2):
        with session.begin():
            conversation = service.start(session, visitor)
        exchange(session, visitor, bot, conversation, "thanks")
        with session.begin():
            replies.append(service.history(session, visitor, conversation).messages[-1])
    assert [reply.text for reply in replies] == [both, "Back!"]
    assert [[b.text for b in reply.bubbles] for reply in replies] == [["Hello.", "What is it?"], []]
    assert [reply.quick_replies for reply in replies] == [("Prices", "Hours"), ()]
