"""Page of a replay."""

import re
from uuid import uuid4

import pytest
from flask import Flask

from chatbot.model.bundle import Bundle
from tests.support.sign_in import SignIn
from tests.support.trainings import deploy
from tests.web.replay.test_service import reworded
from web.conversations.tables import Conversation, Message
from web.core.database import db, writing
from web.models import storage

pytestmark = pytest.mark.usefixtures("no_bot_loaded")


def test_a_fallback_is_shown_without_a_confidence_of_its_own(
    app: Flask, bundle: Bundle, sign_in: SignIn
) -> None:
    deploy(app, bundle)
    with app.app_context(), writing(db.session) as session:
        other = storage.store(session, reworded(bundle, "fallback")).id
        conversation = Conversation(visitor_id=uuid4(), state="{}")
        session.add(conversation)
        session.flush()
        message = Message(conversation_id=conversation.id, role="user", text="xylophone quartz")
        session.add(message)
    page = sign_in("viewer").get(f"/admin/models/{other}/replay").text
    assert page.count("<em>fallback</em>") == 2
    assert len(re.findall(r"<small [^>]+>\(best guess: \S+ \d+%\)</small>", page)) == 2
