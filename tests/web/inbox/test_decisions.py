"""Decisions about messages, their examples and intents, and undo."""

from pathlib import Path
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from chatbot.intents.intent_set import Intent
from tests.support.inbox_messages import ask, erase
from tests.web.conftest import SMALL_INTENTS
from web.core.audit import AuditEntry
from web.core.database import reading, writing
from web.curation import service as curated
from web.curation.tables import CuratedExample, DecidedMessage, InboxDecision
from web.inbox import decisions
from web.inbox.decisions import (
    Conflict,
    DecisionError,
    DecisionResult,
    DecisionSummary,
    LabelDecision,
)
from web.inbox.wording import decision_sentence

ADA, BOB = "ada@example.org", "bob@example.org"


def decide(
    session: Session, kind: str, seqs: list[int], *words: str, who: str = ADA
) -> DecisionResult:
    choice = LabelDecision(kind, tuple(seqs), *words)  # type: ignore[arg-type]
    with writing(session):
        return decisions.decide(session, who, choice, SMALL_INTENTS)


def undo(session: Session, number: int, who: str = ADA) -> DecisionSummary:
    with writing(session):
        return decisions.undo(session, who, number)


def accepted(session: Session) -> tuple[tuple[tuple[str, str], ...], tuple[Intent, ...]]:
    with reading(session):
        additions = curated.additions(session)
    return additions.patterns, additions.intents


def audited(session: Session) -> list[tuple[str, str, str]]:
    with reading(session):
        rows = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id))
        return [(row.who, row.action, row.subject) for row in rows]


def test_one_decision_covers_many_messages_and_each_text_becomes_an_example(
    session: Session,
) -> None:
    seqs = ask(session, "May I  renew it", "may i renew it", "extend my loan", "LEND me a novel")
    done = decide(session, "assigned", seqs, "borrow")
    assert (decision_sentence(done.summary), done.conflict) == (
        "4 messages assigned to borrow.",
        None,
    )
    patterns, intents = accepted(session)
    assert set(patterns) == {("borrow", "extend my loan"), ("borrow", "may i renew it")}
    assert intents == ()
    assert audited(session) == [(ADA, "inbox.assigned", f"decision {done.id}")]
    with reading(session):
        examples = session.scalars(sa.select(CuratedExample)).all()
        assert {(e.message_seq, e.decision_id, e.who) for e in examples} == {
            (seqs[1], done.id, ADA),
            (seqs[2], done.id, ADA),
        }


def test_a_new_intent_comes_with_its_examples(session: Session) -> None:
    done = decide(session, "new_intent", ask(session, "any wifi"), " wifi ", " It is open. ")
    assert decision_sentence(done.summary) == "1 message assigned to the new intent wifi."
    decide(session, "assigned", ask(session, "wlan password"), "wifi", who=BOB)
    assert accepted(session) == (
        (("wifi", "any wifi"), ("wifi", "wlan password")),
        (Intent("wifi", responses=("It is open.",)),),
    )


REFUSED = [
    ("assigned", ("parking",), 'There is no intent "parking"'),
    ("assigned", ("",), "No intent is chosen"),
    ("new_intent", ("", "Yes."), "This tag is blank: write one."),
    ("new_intent", ("wifi", " "), "This response is blank: write one"),
    ("new_intent", ("borrow", "Yes."), 'The tag "borrow" is already at '),
    ("new_intent", ("clarification", "Yes."), "choose another tag"),
    ("new_intent", ("w" * 81, "Yes."), "A tag of a new intent has at most 80 characters"),
    ("new_intent", ("wifi", "y" * 4001), "A response of a new intent has at most 4,000 characters"),
]


@pytest.mark.parametrize(("kind", "words", "message"), REFUSED, ids=range(len(REFUSED)))
def test_what_no_file_could_hold_is_refused(
    session: Session, kind: str, words: tuple[str, ...], message: str
) -> None:
    seqs = ask(session, "any wifi")
    with pytest.raises(DecisionError, match=message):
        decide(session, kind, seqs, *words)
    assert accepted(session) == ((), ())
    assert audited(session) == []


def test_a_second_new_intent_of_the_same_name_is_refused(session: Session) -> None:
    decide(session, "new_intent", ask(session, "any wifi"), "wifi", "It is open.")
    with pytest.raises(DecisionError, match='"wifi" is a new intent already'):
        decide(session, "new_intent", ask(session, "wlan"), "wifi", "Yes.")


def test_a_pattern_of_another_intent_gets_a_warning(session: Session) -> None:
    done = decide(session, "assigned", ask(session, "Borrowing rules"), "opening_hours")
    assert done.conflict == Conflict("Borrowing rules", "borrow")


def test_a_test_of_the_intent_is_not_learnt(session: Session) -> None:
    decide(session, "assigned", ask(session, "When are you open"), "opening_hours")
    assert accepted(session) == ((), ())


def test_nothing_is_decided_twice(session: Session) -> None:
    seqs = ask(session, "renew it", "extend it")
    decide(session, "assigned", seqs[:1], "borrow", who=BOB)
    with pytest.raises(DecisionError, match=f"^{BOB} was quicker.*assigned to borrow already"):
        decide(session, "ignored", seqs)
    with reading(session):
        assert session.scalars(sa.select(DecidedMessage.message_seq)).all() == seqs[:1]


def test_of_two_at_the_same_moment_one_decides(
    sessions: sessionmaker[Session], session: Session
) -> None:
    seqs = ask(session, *(f"renew item {n}" for n in range(20)))
    start, results, refusals = Barrier(2), [], []

    def click(who: str, numbers: list[int]) -> None:
        with sessions() as own:
            start.wait()
            try:
                results.append(decide(own, "assigned", numbers, "borrow", who=who).summary)
            except DecisionError as error:
                refusals.append(str(error))

    threads = [Thread(target=click, args=clicks) for clicks in ((ADA, seqs), (BOB, seqs[::-1]))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [DecisionSummary("assigned", 20, "borrow")]
    assert ["was quicker" in refusal for refusal in refusals] == [True]
    assert len(accepted(session)[0]) == 20


def test_of_two_at_the_same_moment_one_makes_the_new_intent(
    sessions: sessionmaker[Session], session: Session
) -> None:
    seqs = ask(session, *(f"wifi in room {n}" for n in range(8)))
    start, results, refusals = Barrier(8), [], []

    def click(seq: int) -> None:
        with sessions() as own:
            start.wait()
            try:
                results.append(decide(own, "new_intent", [seq], "wifi", f"By {seq}.").summary)
            except DecisionError as error:
                refusals.append(str(error))

    threads = [Thread(target=click, args=(seq,)) for seq in seqs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [DecisionSummary("new_intent", 1, "wifi")]
    assert ["is a new intent already" in refusal for refusal in refusals] == [True] * 7
    patterns, intents = accepted(session)
    assert (len(patterns), len(intents)) == (1, 1)


def test_undo_takes_all_of_it_back(session: Session) -> None:
    seqs = ask(session, "any wifi", "wlan")
    done = decide(session, "new_intent", seqs, "wifi", "It is open.")
    assert undo(session, done.id, BOB) == DecisionSummary("new_intent", 2, "wifi")
    assert accepted(session) == ((), ())
    with reading(session):
        assert session.scalars(sa.select(DecidedMessage)).all() == []
    assert audited(session)[-1] == (BOB, "inbox.undo", f"decision {done.id}")
    with pytest.raises(DecisionError, match="taken back already"):
        undo(session, done.id)
    assert decide(session, "assigned", seqs, "borrow").summary == DecisionSummary(
        "assigned", 2, "borrow"
    )


def test_a_new_intent_that_others_use_stays(session: Session) -> None:
    first = decide(session, "new_intent", ask(session, "any wifi"), "wifi", "It is open.")
    second = decide(session, "assigned", ask(session, "wlan"), "wifi")
    with pytest.raises(DecisionError, match='Other messages were assigned to "wifi" since'):
        undo(session, first.id)
    undo(session, second.id)
    undo(session, first.id)
    assert accepted(session) == ((), ())


def test_what_the_files_have_is_not_taken_back(session: Session) -> None:
    done = decide(session, "assigned", ask(session, "renew it"), "borrow")
    with writing(session):
        curated.mark_pulled(session, curated.waiting_examples(session), ())
    with pytest.raises(DecisionError, match="in the intent files already"):
        undo(session, done.id)
    with reading(session):
        assert decisions.recent(session) == []


def test_the_last_decisions_are_told(session: Session) -> None:
    decide(session, "ignored", ask(session, "asdf", "jkl"))
    decide(session, "assigned", ask(session, "renew it"), "borrow", who=BOB)
    with reading(session):
        assert [
            (decision_sentence(decision.summary), decision.who)
            for decision in decisions.recent(session)
        ] == [
            ("1 message assigned to borrow.", BOB),
            ("2 messages ignored.", ADA),
        ]


def test_an_example_outlives_its_message(session: Session) -> None:
    seqs = ask(session, "renew it")
    decide(session, "assigned", seqs, "borrow")
    erase(session)
    assert accepted(session)[0] == (("borrow", "renew it"),)
    with reading(session):
        assert session.scalar(sa.select(CuratedExample.message_seq)) is None
        assert session.scalar(sa.select(sa.func.count()).select_from(InboxDecision)) == 1
    with pytest.raises(DecisionError, match="erased"):
        decide(session, "ignored", seqs)


def test_what_was_edited_while_it_was_pulled_goes_on_waiting(session: Session) -> None:
    decide(session, "assigned", ask(session, "renew it", "extend it"), "borrow")
    with reading(session):
        examples = curated.waiting_examples(session)
    session.expunge_all()
    with writing(session):
        session.execute(sa.update(CuratedExample).filter_by(text="renew it").values(text="renew"))
    with writing(session):
        curated.mark_pulled(session, examples, ())
    assert accepted(session)[0] == (("borrow", "renew"),)


def test_broken_files_do_not_stop_the_work(session: Session, tmp_path: Path) -> None:
    seqs = ask(session, "renew it")
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    with writing(session):
        done = decisions.decide(session, ADA, LabelDecision("ignored", tuple(seqs)), broken)
    assert decision_sentence(done.summary) == "1 message ignored."
