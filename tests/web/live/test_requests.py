from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.dialogue.reply import Reply
from chatbot.dialogue.state import DialogueState
from chatbot.dialogue.surroundings import Surroundings
from tests.support.conversations import VISITOR
from tests.support.fakes import FakeBot
from tests.web.live import hand_overs
from tests.web.live.hand_overs import POLICY, send
from web.chat.words import LANGUAGES
from web.conversations.answering.person_words import SENTENCES
from web.conversations.answering.service import exchange
from web.core.database import reading, writing
from web.handovers.tables import HandOver
from web.live import visitors
from web.models.live_bot import LiveBot


@contextmanager
def noted_statements(session: Session) -> Iterator[list[str]]:
    """Statements of a transaction at the driver, but for those of the index of words."""
    statements: list[str] = []

    class NotingCursor(psycopg.Cursor[Any]):
        def execute(self, query: Any, *rest: Any, **options: Any) -> Any:
            statements.append(query)
            return super().execute(query, *rest, **options)

    def note(connection: sa.Connection) -> None:
        driver: Any = connection.connection.dbapi_connection
        if isinstance(driver, psycopg.Connection):
            driver.cursor_factory = NotingCursor
        else:
            driver.set_trace_callback(statements.append)

    engine = session.get_bind()
    sa.event.listen(engine, "begin", note)
    yield statements
    sa.event.remove(engine, "begin", note)
    # SQLite tells of a statement anew behind each of its triggers.
    of_index = ("--", "REPLACE INTO 'main'.'message_words")
    own = [statement for statement in statements if not statement.startswith(of_index)]
    statements[:] = [statement for statement, _ in groupby(own)]


class AskingBot(FakeBot):
    """Bot whose answer to "hello person" opens the context that asks for a person."""

    def answer(self, text: str, *rest: object, **_predict: Any) -> Reply:
        reply = super().answer(text, *rest)  # type: ignore[arg-type]
        opened = ["hand_over"] if "person" in text else []
        return replace(reply, quick_replies=(), state=reply.state.after_message(opened))


def test_an_answer_or_two_doubts_in_a_row_ask_for_a_person(
    session: Session, live: LiveBot, conversation_id: UUID
) -> None:
    bot = replace(live, bot=AskingBot())
    assert send(session, bot, conversation_id, "hello person").person == "asked"
    with writing(session):
        visitors.go_back(session, VISITOR, conversation_id)
    assert send(session, bot, conversation_id, "what?").person == "offered"
    assert send(session, bot, conversation_id, "hello").person == "none"
    assert send(session, bot, conversation_id, "what?").person == "offered"
    assert send(session, bot, conversation_id, "what now?").person == "asked"
    with reading(session):
        reasons = session.scalars(sa.select(HandOver.reason).order_by(HandOver.id)).all()
    assert reasons == ["intent", "doubt"]


def test_a_doubt_asks_once_in_a_conversation(
    session: Session, live: LiveBot, conversation_id: UUID
) -> None:
    doubts = [send(session, live, conversation_id, f"what {number}?").person for number in range(2)]
    assert doubts == ["offered", "asked"]
    with writing(session):
        visitors.go_back(session, VISITOR, conversation_id)
    assert send(session, live, conversation_id, "what now?").person == "offered"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Das ist etwas für einen Menschen."),
        ("", "It is one for a person."),
        ("xx", "a person."),
    ],
)
def test_a_person_is_led_to_in_the_visitors_language(
    session: Session, live: LiveBot, conversation_id: UUID, language: str, words: str
) -> None:
    around = Surroundings(language)
    for text in ("what?", "what now?"):
        done = exchange(
            session, VISITOR, live, conversation_id, text, policy=POLICY, surroundings=around
        )
    assert (done.step, done.person) == ("person", "asked")
    assert done.answer.text.endswith(words)
    assert done.answer.intent == "fallback"


def test_the_sentence_is_there_in_each_language_of_the_chat() -> None:
    assert {*SENTENCES} == {*LANGUAGES}


def test_a_conversation_without_a_hand_over_costs_no_further_statement(
    session: Session, live: LiveBot, conversation_id: UUID
) -> None:
    with noted_statements(session) as statements:
        send(session, live, conversation_id, "hello")
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    # PostgreSQL writes all in one statement, and commits by itself.
    needed = ["SELECT", "WITH"] if is_postgresql else ["SELECT", "UPDATE", "INSERT", "COMMIT"]
    assert [statement.split()[0] for statement in statements] == needed


def test_the_state_of_old_conversations_is_read(session: Session) -> None:
    assert DialogueState.from_json('{"contexts": [], "forms_answered": 1}').doubts == 0


def test_the_bot_answers_where_nobody_can_be_asked_for_any_more(
    session: Session, live: LiveBot, conversation_id: UUID
) -> None:
    hand_overs.take(session, hand_overs.ask(session, conversation_id))
    done = exchange(session, VISITOR, live, conversation_id, "hello")
    assert done.answer.text == "You said: hello"


def test_a_message_sent_again_tells_the_same(
    session: Session, live: LiveBot, conversation_id: UUID
) -> None:
    message = uuid4()
    first = send(session, live, conversation_id, "what?", message)
    again = send(session, live, conversation_id, "what?", message)
    assert (again.step, again.person) == (first.step, first.person) == ("rephrase", "offered")
    hand_overs.take(session, hand_overs.ask(session, conversation_id))
    silent = uuid4()
    send(session, live, conversation_id, "what is it", silent)
    again = send(session, live, conversation_id, "what is it", silent)
    assert (again.reply, again.step, again.person) == (None, "none", "asked")
