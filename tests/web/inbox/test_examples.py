"""List of the curated examples, edits and deletions."""

from threading import Barrier, Thread

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from tests.support.inbox_messages import ask, erase
from tests.web.conftest import SMALL_INTENTS
from web.core.audit import AuditEntry
from web.core.database import reading, utc_now, writing
from web.core.paging import Cursor
from web.curation import service as curated
from web.curation.tables import CorrectedAnswer
from web.inbox import decisions, examples
from web.inbox.decisions import LabelDecision
from web.inbox.examples import EditResult, ExampleError, ExamplePage, ExampleQuery

ADA = "ada@example.org"


def accept(session: Session, *texts: str, intent: str = "borrow") -> list[int]:
    """Accept texts as examples, and return their numbers."""
    for seq in ask(session, *texts):
        with writing(session):
            decisions.decide(session, ADA, LabelDecision("assigned", (seq,), intent), SMALL_INTENTS)
    with reading(session):
        by_text = {example.text: example.id for example in curated.waiting_examples(session)}
    return [by_text[text] for text in texts]


def look(session: Session, **query: object) -> ExamplePage:
    with reading(session):
        example_query = ExampleQuery(**query)  # type: ignore[arg-type]
        return examples.examples(session, example_query, SMALL_INTENTS)


def texts(listed: ExamplePage) -> list[str]:
    return [row.text for row in listed.page.rows]


def edit(session: Session, number: int, text: str, intent: str) -> EditResult:
    with writing(session):
        return examples.edit(session, ADA, number, text, intent, SMALL_INTENTS)


def test_examples_come_with_their_provenance(session: Session) -> None:
    accept(session, "renew it")
    (example,) = look(session).page.rows
    assert (example.text, example.intent, example.who) == ("renew it", "borrow", ADA)
    assert example.pulled_at is None
    assert example.conversation_id is not None
    erase(session)
    (example,) = look(session).page.rows
    assert (example.text, example.conversation_id) == ("renew it", None)


def test_they_can_be_searched_filtered_and_sorted(session: Session) -> None:
    accept(session, "renew it", "100% sure")
    accept(session, "how late", intent="opening_hours")
    assert texts(look(session)) == ["how late", "100% sure", "renew it"]
    assert texts(look(session, sort="text")) == ["100% sure", "how late", "renew it"]
    assert texts(look(session, text="RENEW")) == ["renew it"]
    assert texts(look(session, text="0% s")) == ["100% sure"]
    assert texts(look(session, intent="opening_hours")) == ["how late"]
    with writing(session):
        curated.mark_pulled(session, curated.waiting_examples(session)[:1], ())
    assert texts(look(session, state="pulled")) == ["renew it"]
    assert texts(look(session, state="waiting")) == ["how late", "100% sure"]


@pytest.mark.parametrize("sort", ["time", "-time", "intent", "-text"])
def test_each_is_on_one_page(session: Session, sort: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examples, "PAGE", 3)
    accept(session, *(f"renew item {n}" for n in range(7)))
    seen, cursor = [], Cursor()
    while True:
        listed = look(session, sort=sort, cursor=cursor)
        seen += texts(listed)
        if not listed.page.next:
            break
        cursor = Cursor(after=listed.page.next)
    assert sorted(seen) == [f"renew item {n}" for n in range(7)]


def test_a_correction_that_waits_comes_before_a_hundred_written_ones(session: Session) -> None:
    with writing(session):
        for number in range(101):
            row = CorrectedAnswer(tag="a", text_before="A.", text_after=f"{number}.", who=ADA)
            row.pulled_at = utc_now() if number else None
            session.add(row)
            session.flush()
    corrections = [row.text_after for row in look(session).corrections]
    assert corrections[:2] == ["0.", "100."]
    assert len(corrections) == 100


def test_an_edit_is_noted_with_what_was_before(session: Session) -> None:
    (number,) = accept(session, "renew it, CW-204817")
    done = edit(session, number, " renew  it ", "opening_hours")
    assert done == EditResult("renew it", "opening_hours")
    with reading(session):
        assert curated.additions(session).patterns == (("opening_hours", "renew it"),)
        entry = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert entry
        assert entry.details == {
            "before": {"text": "renew it, CW-204817", "intent": "borrow"},
            "after": {"text": "renew it", "intent": "opening_hours"},
        }
    assert edit(session, number, "borrowing rules", "greeting").owner == "borrow"


@pytest.mark.parametrize(
    ("text", "intent", "fault"),
    [
        (" ", "borrow", "is blank"),
        ("x" * 1001, "borrow", "1,000 characters"),
        ("renew", "parking", 'no intent "parking"'),
    ],
)
def test_what_makes_no_pattern_is_refused(
    session: Session, text: str, intent: str, fault: str
) -> None:
    (number,) = accept(session, "renew it")
    with pytest.raises(ExampleError, match=fault):
        edit(session, number, text, intent)
    assert texts(look(session)) == ["renew it"]


def test_a_deleted_example_is_gone_and_its_message_stays_decided(session: Session) -> None:
    (number,) = accept(session, "renew it")
    with writing(session):
        deleted = examples.delete(session, ADA, number)
    assert deleted == EditResult("renew it", "borrow")
    assert texts(look(session)) == []
    with pytest.raises(ExampleError, match="no such example any more"):
        edit(session, number, "renew", "borrow")
    with reading(session):
        assert len(decisions.recent(session)) == 1


def test_the_files_have_the_last_word(session: Session) -> None:
    (number,) = accept(session, "renew it")
    with writing(session):
        curated.mark_pulled(session, curated.waiting_examples(session), ())
    with pytest.raises(ExampleError, match="in the intent files already"):
        edit(session, number, "renew", "borrow")
    with pytest.raises(ExampleError, match="in the intent files already"), writing(session):
        examples.delete(session, ADA, number)


def test_no_example_moves_to_an_intent_that_is_taken_back_at_the_same_moment(
    sessions: sessionmaker[Session], session: Session
) -> None:
    for number in range(5):
        (moved,) = accept(session, f"lend me {number}")
        (seq,) = ask(session, f"any wifi {number}")
        tag = f"wifi_{number}"
        with writing(session):
            choice = LabelDecision("new_intent", (seq,), tag, "It is open.")
            decision = decisions.decide(session, ADA, choice, SMALL_INTENTS)
        start = Barrier(2)
        refused: list[str] = []

        def undo(number: int, start: Barrier = start, refused: list[str] = refused) -> None:
            with sessions() as own:
                start.wait()
                try:
                    with writing(own):
                        decisions.undo(own, ADA, number)
                except decisions.DecisionError as error:
                    refused.append(str(error))

        thread = Thread(target=undo, args=(decision.id,))
        thread.start()
        start.wait()
        try:
            edit(session, moved, f"lend me {number}", tag)
        except ExampleError as error:
            refused.append(str(error))
        thread.join()
        assert len(refused) == 1
