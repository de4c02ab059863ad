"""Conversations through a form, with the small bot: "trial_lesson" asks for four values."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.dialogue.bot import Bot
from chatbot.dialogue.reply import Reply
from chatbot.dialogue.slot_filling import fill
from chatbot.dialogue.state import DialogueState
from chatbot.entities.entity import Entity, EntityKind
from chatbot.entities.finder import EntityFinder
from chatbot.intents.forms.form import Form, Slot
from chatbot.intents.intent_set import IntentSet
from chatbot.model.classifier import IntentClassifier
from tests.chatbot.dialogue.lesson_form import FORM, with_form

TODAY = datetime.now().astimezone().date()
NEXT_14TH = next(
    day for day in (TODAY + timedelta(n) for n in range(62)) if day.day == 14 and day >= TODAY
)
TOMORROW = TODAY + timedelta(1)

Talk = Callable[..., list[Reply]]


@pytest.fixture
def talk(classifier: IntentClassifier, small_intents: IntentSet) -> Talk:
    """Conversation with the bot from a state, as stored between two messages."""

    def replies(
        *messages: str, form: dict[str, Any] | None = None, state: DialogueState | None = None
    ) -> list[Reply]:
        bot = Bot(classifier, with_form(small_intents, FORM | (form or {})), random.Random(1))
        state = state or DialogueState()
        answers: list[Reply] = []
        for message in messages:
            answers.append(bot.reply(message, DialogueState.from_json(state.to_json())))
            state = answers[-1].state
        return answers

    return replies


def texts(replies: Sequence[Reply]) -> list[str]:
    return [reply.text for reply in replies]


def test_a_form_is_asked_interrupted_corrected_and_confirmed(talk: Talk) -> None:
    replies = talk(
        "I would like a trial lesson",
        "keyboard please",
        "how much is a lesson",
        "tomorrow",
        "no, the 14th",
        "two of us",
        "ada@example.org",
        "no, for 3",
        "yes please",
    )
    answers = texts(replies)
    assert answers[:2] == ["Which instrument?", "Piano. Which day?"]
    assert answers[2].endswith("\n\nPiano. Which day?")
    assert "hirty euros" in answers[2]
    assert answers[3:7] == [
        "How many will come?",
        "How many will come?",
        "Where can we write to?",
        f"Piano on {NEXT_14TH:%d.%m.%Y} for 2?",
    ]
    assert answers[7] == f"Piano on {NEXT_14TH:%d.%m.%Y} for 3?"
    assert answers[8] == f"Booked: Piano, {NEXT_14TH}, 3, ada@example.org."
    assert [reply.intent for reply in replies] == ["trial_lesson", "trial_lesson", "prices"] + [
        "trial_lesson"
    ] * 6
    assert not any(reply.fallback for reply in replies)
    assert (replies[3].confidence, replies[3].alternatives) == (1.0, ())
    assert replies[0].quick_replies == ("Piano", "Violin")
    assert replies[6].quick_replies == ("Yes", "No")
    assert dict(replies[8].slots)["persons"] == "3"
    assert replies[8].state.form is None
    assert replies[8].state.values == {"address": "ada@example.org"}


def test_what_was_said_before_is_not_asked_again(talk: Talk) -> None:
    first = talk("can 3 of us try a violin lesson tomorrow, a trial lesson please")[-1]
    assert first.text == f"Violin on {TOMORROW:%d.%m.%Y} for 3?"
    assert talk("yes", state=first.state)[-1].text == "Booked with Vera."


def test_a_form_is_cancelled_at_any_point(talk: Talk) -> None:
    for messages in (["never mind"], ["piano", "please cancel"], ["no, forget it"]):
        last = talk("book a trial", *messages)[-1]
        assert last.text == "Nothing is booked."
        assert (last.state.form, last.state.values, dict(last.slots)) == (None, {}, {})
        assert not last.fallback


def test_a_no_to_the_confirmation_asks_for_the_correction(talk: Talk) -> None:
    start = "violin trial lesson tomorrow for 2 please"
    replies = talk(start, "no", "on the 14th", "yes")
    assert texts(replies)[1] == "What shall I change?"
    assert texts(replies)[2] == f"Violin on {NEXT_14TH:%d.%m.%Y} for 2?"
    assert talk(start, "no", form={"correct": []})[-1].text == "Nothing is booked."


@pytest.mark.parametrize("objection", ["no, the day is wrong", "yes but the day is wrong"])
def test_the_name_of_a_slot_asks_for_it_anew(objection: str, talk: Talk) -> None:
    start = "violin trial lesson tomorrow for 2 please"
    replies = talk(start, objection, "the 14th")
    assert texts(replies)[1:] == [
        "Violin. Which day?",
        f"Violin on {NEXT_14TH:%d.%m.%Y} for 2?",
    ]


def test_a_no_corrects_the_slot_that_was_filled_last(talk: Talk) -> None:
    slots = [
        {"name": "adults", "entity": "number", "prompts": "Adults?"},
        {"name": "children", "entity": "number", "prompts": "Children?"},
        {"name": "who", "entity": "text", "prompts": "Who?"},
    ]
    form = {"slots": slots, "confirm": "{{ adults }}, {{ children }}, {{ who }}?", "outcomes": []}
    replies = talk("book a trial", "2", "no, 3", "1", "no, 4", "Ada", form=form)
    assert texts(replies)[2:] == ["Children?", "Who?", "Who?", "3, 4, Ada?"]


def test_a_no_is_no_text(talk: Talk) -> None:
    slot = {"name": "who", "entity": "text", "prompts": "Who?"}
    form = {"slots": [FORM["slots"][0], slot], "confirm": "{{ who }}: {{ instrument }}?"}
    replies = talk("violin trial lesson", "Ada & Bo", "no", "no, piano", form=form)
    assert texts(replies)[1:] == ["Ada & Bo: Violin?", "What shall I change?", "Ada & Bo: Piano?"]


def test_a_wrong_value_is_asked_for_twice_more_and_then_given_up(talk: Talk) -> None:
    replies = talk("book a trial", "zzz", "qqq", "xxx")
    assert texts(replies) == [
        "Which instrument?",
        "We teach piano and violin.\n\nPiano or violin?",
        "We teach piano and violin.\n\nWhich instrument?",
        "Please call us.",
    ]
    assert [reply.fallback for reply in replies] == [False, False, False, True]
    assert replies[-1].state.form is None
    assert talk("book a trial", "zzz", "qqq", "xxx", form={"failed": []})[-1].text in (
        "I did not catch that.",
        "Could you say that another way?",
    )


def test_a_value_beyond_the_bounds_is_refused(talk: Talk) -> None:
    assert talk("violin trial lesson tomorrow please", "9")[-1].text == (
        "Four at most.\n\nHow many will come?"
    )
    assert talk("violin trial lesson please", "2001-01-01")[-1].text == (
        "That day is over, or none.\n\nViolin. Which day?"
    )


def test_a_form_that_is_interrupted_too_often_does_not_come_back(talk: Talk) -> None:
    replies = talk("book a trial", *["how much is a lesson", "when do you open"] * 2)
    assert [("Which" in text or "violin" in text) for text in texts(replies)] == [True] * 4 + [
        False
    ]
    assert replies[-1].state.form is None


def test_a_form_is_forgotten_after_an_hour(talk: Talk) -> None:
    state = talk("book a trial", "piano")[-1].state
    assert state.after_pause(59) == state
    assert (state.after_pause(61).form, state.after_pause(61).values) == (None, {})


def test_a_value_kept_for_the_visitor_is_there_in_the_next_conversation(talk: Talk) -> None:
    before = talk("please write to ada@example.org, thanks")[-1].state
    assert before.values == {"address": "ada@example.org"}
    later = before.for_next_conversation()
    assert later == DialogueState(slots=before.slots, is_returning=True)
    replies = talk("piano trial lesson tomorrow for 2 please", "yes", state=later)
    assert replies[-1].text == f"Booked: Piano, {TOMORROW}, 2, ada@example.org."
    forgotten = talk("book a trial", "piano")[-1].state.for_next_conversation()
    assert forgotten == DialogueState(is_returning=True)


@pytest.mark.parametrize("value", ["x" * 10_000, "{{ instrument }}" * 50, "\u202e" * 10_000])
def test_a_text_that_is_too_long_is_no_value(value: str, talk: Talk) -> None:
    slot = {"name": "who", "entity": "text", "prompts": "Who?", "invalid": "Shorter, please."}
    form = {"slots": [slot], "confirm": [], "outcomes": []}
    assert talk("book a trial", value, form=form)[-1].text == "Shorter, please.\n\nWho?"


@pytest.mark.parametrize("value", ["{{ persons }}", "<b>x</b>", "[a](https://example.org)"])
def test_a_value_is_shown_as_plain_text(value: str, talk: Talk) -> None:
    slot = {"name": "instrument", "entity": "text", "prompts": "Who?"}
    form = {"slots": [slot], "confirm": "So {{ instrument }}?", "outcomes": []}
    reply = talk("book a trial", value, form=form)[-1]
    assert reply.text.replace("\u2060", "") == f"So {value}?"
    assert [span.text for span in reply.spans] == [reply.text]
    assert dict(reply.slots) == {"instrument": value}


def test_a_free_text_is_taken_unless_it_asks_something(talk: Talk) -> None:
    slot = {"name": "instrument", "entity": "text", "prompts": "Anything else?"}
    form = {"slots": [slot], "confirm": "So {{ instrument }}?", "outcomes": []}
    assert talk("book a trial", "I pay what a lesson costs", form=form)[-1].text.startswith("So I")
    aside = talk("book a trial", "what does a lesson cost?", form=form)[-1]
    assert aside.text.endswith("\n\nAnything else?")


@pytest.fixture(scope="session")
def form_bot(classifier: IntentClassifier, small_intents: IntentSet) -> Bot:
    return Bot(classifier, with_form(small_intents, FORM), random.Random(1))


MESSAGES = (
    *("book a trial", "piano", "violin", "tomorrow", "no, the 14th", "no", "yes", "3", "99"),
    *("how much is a lesson?", "stop", "ada@example.org", "the day", "{{ day }}", "zzz", ""),
)


@given(st.lists(st.sampled_from(MESSAGES) | st.text(max_size=30), max_size=9))
def test_any_conversation_goes_on(form_bot: Bot, messages: list[str]) -> None:
    state = DialogueState()
    for message in messages:
        reply = form_bot.reply(message, state)
        assert reply.text.strip()
        assert DialogueState.from_json(reply.state.to_json()) == reply.state
        assert reply.state.form is None or reply.state.form.tries < 3
        assert reply.state.form or {*reply.state.slots} <= {"address"}
        state = reply.state


def test_a_form_that_the_bot_has_no_more_is_forgotten(bot: Bot, talk: Talk) -> None:
    state = talk("book a trial", "piano")[-1].state
    reply = bot.reply("hello", DialogueState.from_json(state.to_json()))
    assert reply.intent == "greeting"
    assert (reply.state.form, reply.state.values) == (None, {})


def test_a_form_of_an_intent_that_is_gone_is_forgotten_beside_other_forms(talk: Talk) -> None:
    state = talk("book a trial", "piano")[-1].state
    assert state.form
    gone = replace(state, form=replace(state.form, intent="gone"))
    assert talk("hello", state=gone)[-1].state.form is None


ONE_TOWN = {
    "slots": [{"name": "town", "entity": "text", "prompts": "Which town?"}],
    "confirm": [],
    "outcomes": [],
}


def test_a_form_whose_question_is_gone_asks_its_next(talk: Talk) -> None:
    begun = talk("book a trial")[-1].state
    for message in ("zzz", "how much is a lesson"):
        assert talk(message, form=ONE_TOWN, state=begun)[-1].text == "Which town?"
    confirming = talk("violin trial lesson tomorrow for 2 please")[-1].state
    assert talk("yes", form=ONE_TOWN, state=confirming)[-1].text == "Which town?"


def test_without_the_confirmation_only_a_yes_completes_what_was_to_be_confirmed(talk: Talk) -> None:
    state = talk("violin trial lesson tomorrow for 2 please")[-1].state
    answers = {
        message: talk(message, form={"confirm": [], "correct": []}, state=state)[-1].text
        for message in ("yes please", "no, for 3", "no", "zzz", "how much is a lesson")
    }
    assert list(answers.values()) == ["Booked with Vera."] * 2 + ["Nothing is booked."] * 3


def test_a_value_whose_condition_holds_no_more_decides_nothing(talk: Talk) -> None:
    form = {
        "slots": [
            {"name": "instrument", "entity": "instrument", "prompts": "Which instrument?"},
            {
                "name": "address",
                "entity": "email",
                "prompts": "Where to?",
                "keep": "visitor",
                "when": {"instrument": "Piano"},
            },
        ],
        "confirm": "{{ instrument }}?",
        "outcomes": [
            {"when": {"address": "ada@example.org"}, "responses": "A piano for Ada."},
            {"when": {"instrument": "Violin"}, "responses": "Booked with Vera."},
        ],
    }
    messages = ("piano trial lesson please", "ada@example.org")
    assert talk(*messages, "yes", form=form)[-1].text == "A piano for Ada."
    last = talk(*messages, "no, violin", "yes", form=form)[-1]
    assert last.text == "Booked with Vera."
    assert last.state.values == {"address": "ada@example.org"}


def test_two_forms_in_one_message_are_not_both_answered(
    classifier: IntentClassifier, small_intents: IntentSet
) -> None:
    forms = {i.tag: i.form for i in with_form(small_intents, FORM)}
    intents = tuple(
        replace(i, form=forms["trial_lesson"], responses=("Done.",)) if i.tag == "prices" else i
        for i in with_form(small_intents, FORM)
    )
    bot = Bot(classifier, IntentSet(intents), random.Random(1))
    message = "I would like a trial lesson. And how much is a lesson?"
    reply = bot.reply(message)
    assert len(reply.decision.candidates) == 2, reply.decision
    assert reply.text == "Which instrument?"


def test_a_value_of_a_list_is_no_cancellation(talk: Talk) -> None:
    slots = [{"name": "instrument", "entity": "instrument", "prompts": "Arrive or leave?"}]
    form = {"slots": slots, "confirm": "{{ instrument }}?", "outcomes": []}
    assert talk("book a trial", "leave", form=form)[-1].text == "leave?"


def test_no_message_fills_a_form_for_long() -> None:
    kinds: tuple[EntityKind, ...] = ("number", "date", "time", "duration", "money", "phone")
    form = Form(tuple(Slot(kind, Entity(kind), ("?",)) for kind in kinds), ("No.",))
    find = EntityFinder([slot.entity for slot in form.slots], "english").find
    find("1")
    for text in ("1 " * 500, "12:30 1 " * 125, "12:30 1 3 days 5 $ " * 50, "1.1. 2 " * 140):
        began = process_time()
        fill(form, find(text), {}, first="date")
        assert process_time() - began < 0.2, text[:8]
