"""Edits of new intents."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.intents.intent_set import IntentSet
from tests.support.inbox_messages import ask
from tests.web.conftest import SMALL_INTENTS
from web.core.audit import AuditEntry
from web.core.database import reading, writing
from web.curation import service as curated
from web.inbox import decisions, new_intents
from web.inbox.decisions import LabelDecision
from web.inbox.new_intents import NewIntentEdit, NewIntentError

ADA = "ada@example.org"


@pytest.fixture
def wifi(session: Session) -> int:
    """Number of a new intent with an example."""
    (seq,) = ask(session, "any wifi")
    choice = LabelDecision("new_intent", (seq,), "wifi", "It is open.")
    with writing(session):
        decisions.decide(session, ADA, choice, SMALL_INTENTS)
    with reading(session):
        return curated.waiting_intents(session)[0].id


def edit(session: Session, number: int, tag: str, *responses: str) -> NewIntentEdit:
    with writing(session):
        return new_intents.edit(session, ADA, number, tag, responses, SMALL_INTENTS)


def learnt(session: Session) -> IntentSet:
    """Intents that the next training learns."""
    with reading(session):
        return curated.additions(session).joined_to(IntentSet.load(SMALL_INTENTS))


def test_the_next_training_learns_the_new_name_and_all_answers(session: Session, wifi: int) -> None:
    assert edit(session, wifi, " wireless ", "It is open.\r\n", "Yes.", "") == NewIntentEdit(
        "wireless", 2
    )
    intent = learnt(session).get("wireless")
    assert intent
    assert (intent.patterns, intent.responses) == (("any wifi",), ("It is open.", "Yes."))
    assert learnt(session).get("wifi") is None
    (seq,) = ask(session, "is there wlan")
    with writing(session):
        decisions.decide(session, ADA, LabelDecision("assigned", (seq,), "wireless"), SMALL_INTENTS)
    with reading(session):
        noted = session.scalars(sa.select(AuditEntry).filter_by(action="intent.edit")).one()
    assert noted.details == {
        "before": {"tag": "wifi", "responses": ["It is open."]},
        "after": {"tag": "wireless", "responses": ["It is open.", "Yes."]},
    }


@pytest.mark.parametrize(
    ("tag", "responses", "sentence"),
    [
        ("greeting", ["Hi."], "There is an intent greeting already"),
        ("", ["Hi."], "tag"),
        ("wifi", [" ", ""], "An intent has an answer: write one."),
        ("wifi", ["x" * 4001], "at most 4,000 characters"),
        ("wifi", ["x"] * 21, "at most 20 answers"),
        ("clarification", ["Hi."], "choose another"),
    ],
)
def test_what_no_file_may_hold_is_refused(
    session: Session, wifi: int, tag: str, responses: list[str], sentence: str
) -> None:
    with pytest.raises(NewIntentError, match=sentence):
        edit(session, wifi, tag, *responses)
    assert learnt(session).get("wifi")


def test_an_intent_in_the_files_is_changed_there(session: Session, wifi: int) -> None:
    with reading(session):
        seen = curated.waiting_intents(session)
        session.expunge_all()
    edit(session, wifi, "wifi", "It is open.", "Yes.")
    with writing(session):
        curated.mark_pulled(session, (), seen)
    assert edit(session, wifi, "wifi", "Yes.").responses == 1, "it was edited after the reading"
    with writing(session):
        curated.mark_pulled(session, (), curated.waiting_intents(session))
    with pytest.raises(NewIntentError, match="wifi is in the intent files already"):
        edit(session, wifi, "wifi", "No.")
    with pytest.raises(NewIntentError, match="no such new intent"):
        edit(session, 99, "wifi", "No.")
