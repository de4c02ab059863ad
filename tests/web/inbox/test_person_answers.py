"""Messages that persons answered, in the inbox."""

import re
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.support import visits
from tests.support.conversations import VISITOR
from tests.support.sign_in import SignIn
from tests.web.live import hand_overs
from web.core.database import db, reading
from web.inbox.messages import answered_by_persons, messages_before
from web.models.live_bot import LiveBot


@pytest.fixture
def conversation_id(session: Session, live: LiveBot) -> UUID:
    """Conversation in which the bot, then a person answered."""
    conversation_id = visits.start(session, VISITOR)
    hand_overs.send(session, live, conversation_id, "hello")
    number = hand_overs.ask(session, conversation_id)
    for text in ("is there anybody", "where is the <b>piano</b> room"):
        hand_overs.send(session, live, conversation_id, text)
    hand_overs.take(session, number)
    for text in ("On the second floor.", "It is open until nine."):
        hand_overs.say(session, number, text)
    hand_overs.send(session, live, conversation_id, "how kind of you")
    return conversation_id


def test_the_message_before_a_persons_answer_is_material(
    session: Session, conversation_id: UUID
) -> None:
    with reading(session):
        (message,) = answered_by_persons(session)
        before = messages_before(session, [message.seq])
    assert message.text == "where is the <b>piano</b> room"
    assert (message.answered, message.answer) == ("Ada", "On the second floor.")
    assert (before, message.reasons) == ({message.seq: "is there anybody"}, ("person",))


def test_an_editor_decides_about_it_and_sees_that_in_the_transcript(
    app: Flask, sign_in: SignIn, conversation_id: UUID
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    editor = sign_in("editor")
    html = editor.get("/admin/inbox?reason=person").text
    assert "Before: “is there anybody”" in html
    assert "Answer: “On the second floor.”" in html
    assert "where is the &lt;b&gt;piano&lt;/b&gt; room" in html
    assert "a person answered · answered by Ada" in " ".join(html.split())
    (number,) = re.findall(r'name="message" value="(\d+)"', html)
    editor.post("/admin/inbox/decide", data={"message": number, "kind": "ignored"})
    assert "1 message ignored." in editor.get(f"/admin/conversations/{conversation_id}").text
    with reading(db.session):
        assert answered_by_persons(db.session) == []
