"""Messages in the inbox, their groups, and the order of these."""

import time
from dataclasses import replace
from pathlib import Path
from string import ascii_lowercase

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.intents.intent_set import IntentSet
from chatbot.model.bundle import Bundle
from tests.support.deployments import store_live
from tests.support.inbox_messages import ask, message
from tests.web.conftest import SMALL_INTENTS
from web.conversations.tables import Message
from web.core.database import reading, writing
from web.inbox import decisions, groups, service
from web.inbox.decisions import LabelDecision
from web.inbox.service import Inbox, InboxQuery

BUNDLED = Path(__file__).parents[3] / "intents"


def look(session: Session, **query: object) -> Inbox:
    inbox_query = InboxQuery(**query)  # type: ignore[arg-type]
    with reading(session):
        return service.inbox(session, SMALL_INTENTS, "english", inbox_query)


def texts(inbox: Inbox) -> list[list[str]]:
    return [[message.text for message in group.messages] for group in inbox.groups]


def test_the_most_useful_comes_first_each_with_its_reason(session: Session) -> None:
    ask(
        session,
        message("where may I park", "opening_hours", 0.55, (("borrow", 0.44),)),
        message("is there coffee", "clarification", 0.5, (("borrow", 0.5),)),
        message("do you lend skis"),
        message("that is wrong", "greeting", 0.99, (("borrow", 0.005),), thumb=-1),
        message("well understood", "greeting", 0.99, (("borrow", 0.005),), thumb=1),
    )
    inbox = look(session)
    assert [(group.messages[0].text, group.reasons) for group in inbox.groups] == [
        ("that is wrong", [("thumbs-down", 1)]),
        ("do you lend skis", [("fallback", 1)]),
        ("is there coffee", [("asked back", 1)]),
        ("where may I park", [("two intents nearly tied", 1)]),
    ]
    assert (inbox.total, inbox.messages, inbox.after) == (4, 4, None)


OFFERED = ("can I borrow one", "what are your hours", "None of these")


@pytest.mark.parametrize(
    ("text", "intent", "suggested", "reasons"),
    [
        (OFFERED[0], "borrow", "borrow", [("picked from the question back", 1), ("asked back", 1)]),
        (OFFERED[2], "fallback", "opening_hours", [("asked back", 1)]),
        ("never mind", "borrow", "opening_hours", [("asked back", 1)]),
    ],
)
def test_a_question_that_was_picked_is_the_first_suggestion(
    session: Session, text: str, intent: str, suggested: str, reasons: list[tuple[str, int]]
) -> None:
    likely = (("opening_hours", 0.5), ("borrow", 0.4))
    question = replace(message("skis?", "clarification", 0.5, likely), quick_replies=OFFERED)
    ask(session, question, message(text, intent, 0.99, ()))
    group = next(group for group in look(session).groups if group.messages[0].text == "skis?")
    assert group.suggestions[0][0] == suggested
    assert group.reasons == reasons


def test_a_bare_guess_and_a_message_sent_again_are_reviewed(session: Session) -> None:
    sure = ("opening_hours", 0.9, (("borrow", 0.01),))
    ask(
        session,
        message("I have lost my card", "borrow", 0.45, (("greeting", 0.1),)),
        message("yes", *sure),
        message("yes", *sure),
        message("when will it come", *sure),
        message("thank you", *sure),
        message("When will it come ", *sure),
    )
    ask(session, message("when will it come", *sure))
    inbox = look(session, sort="newest")
    assert [(group.messages[0].before, group.reasons) for group in inbox.groups] == [
        ("yes", [("sent again", 1)]),
        (None, [("barely sure", 1)]),
    ]


def test_a_thumbs_down_comes_whatever_the_words_and_with_its_comment(session: Session) -> None:
    intent = IntentSet.load(SMALL_INTENTS).get("opening_hours")
    assert intent
    pattern = intent.patterns[0]
    bad = message(
        pattern, "opening_hours", 0.99, (("borrow", 0.005),), thumb=-1, comment="closed at noon!"
    )
    ask(session, message("hello", "greeting", 0.99, (("borrow", 0.005),)), bad)
    (group,) = look(session).groups
    (line,) = group.lines
    assert (line.text, line.comments) == (pattern, ["closed at noon!"])
    assert (group.messages[0].before, group.messages[0].answer) == ("hello", "Yes.")
    with writing(session):
        decisions.decide(
            session,
            "ada@example.org",
            LabelDecision("assigned", (group.messages[0].seq,), "opening_hours"),
            SMALL_INTENTS,
        )
    ask(session, bad)
    assert len(look(session).groups) == 1, "another visitor was as unhappy"


def test_ways_of_asking_one_thing_are_one_group(session: Session) -> None:
    ask(
        session,
        "can I renew my library card",
        "do you sell stamps",
        "can i renew my libary card??",
        "how can I renew my library card",
        "CAN I RENEW MY LIBRARY CARD",
    )
    assert [len(group) for group in texts(look(session))] == [4, 1]
    (first, _) = look(session).groups
    assert [len(line.messages) for line in first.lines] == [1, 1, 1, 1]


def test_suggestions_are_the_mean_of_the_rankings(session: Session) -> None:
    ask(
        session,
        message("renew my card", alternatives=(("borrow", 0.5), ("greeting", 0.4))),
        message("renew my card", alternatives=(("borrow", 0.3), ("gone_since", 0.7))),
    )
    (group,) = look(session).groups
    assert [(tag, round(share, 3)) for tag, share in group.suggestions] == [
        ("borrow", 0.4),
        ("greeting", 0.2),
    ]


def test_what_is_learnt_or_decided_is_left_out(session: Session) -> None:
    ask(session, "Are you open TODAY?", "renew my card", "how is it going")
    first, second = look(session).groups
    assert {first.messages[0].text, second.messages[0].text} == {
        "renew my card",
        "how is it going",
    }
    with writing(session):
        seqs = (second.messages[0].seq,)
        decisions.decide(session, "ada@example.org", LabelDecision("ignored", seqs), SMALL_INTENTS)
    ask(session, second.messages[0].text + "!")
    assert texts(look(session)) == [[first.messages[0].text]]


def test_groups_can_be_searched_filtered_and_sorted(session: Session) -> None:
    ask(session, "renew my card", "renew my card", "renew my card")
    ask(session, message("is there Coffee", "clarification", 0.5, (("borrow", 0.5),)))
    ask(session, message("rude", "greeting", 0.9, (), thumb=-1))
    assert texts(look(session, text="coffee")) == [["is there Coffee"]]
    assert texts(look(session, reason="thumbs_down")) == [["rude"]]
    assert texts(look(session, sort="newest"))[0] == ["rude"]
    assert texts(look(session, sort="largest"))[0] == ["renew my card"] * 3


def test_every_group_is_on_one_page(session: Session) -> None:
    ask(session, *(letter * 3 for letter in ascii_lowercase))
    pages, after = [], None
    while True:
        inbox = look(session, after=after)
        pages += texts(inbox)
        after = inbox.after
        if after is None:
            break
    assert sorted(pages) == [[letter * 3] for letter in ascii_lowercase]
    assert inbox.total == 26


def test_a_group_with_very_many_texts_comes_in_parts(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "MOST_TEXTS", 2)
    ask(session, *(f"can I renew my library card{'!' * n}" for n in range(5)))
    assert [len(group) for group in texts(look(session))] == [2, 2, 1]


def test_messages_in_which_the_previous_model_disagrees_come_on_demand(
    session: Session, bundle: Bundle
) -> None:
    with writing(session):
        new = [store_live(session, bundle) for _ in range(2)][-1]
    others = (("borrow", 0.001),)
    ask(
        session,
        message("until when may I come in", "greeting", 0.99, others, version=new),
        message("hello to you all", "greeting", 0.99, others, version=new),
    )
    assert texts(look(session)) == []
    inbox = look(session, previous=True)
    assert texts(inbox) == [["until when may I come in"]]
    assert inbox.groups[0].reasons == [("the previous model disagrees", 1)]


def test_a_damaged_previous_model_says_nothing(session: Session, bundle: Bundle) -> None:
    with writing(session):
        new = [store_live(session, bundle) for _ in range(2)][-1]
        session.execute(sa.text("UPDATE model_versions SET sha256 = 'no such' WHERE id = 1"))
    ask(session, message("until when", "greeting", 0.99, (("borrow", 0.001),), version=new))
    assert texts(look(session, previous=True)) == []


def test_two_thousand_messages_are_grouped_in_time(session: Session) -> None:
    patterns = [text for intent in IntentSet.load(BUNDLED) for text in intent.patterns][:2000]
    ask(session, *patterns)
    assert session.scalar(sa.select(sa.func.count()).select_from(Message)) == 4000
    session.rollback()
    look(session)
    started = time.process_time()
    inbox = look(session)
    assert time.process_time() - started < 2
    assert inbox.messages > 1900
