"""Replies of intents that a webhook answers, with the small bot of a music school."""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chatbot.dialogue.action_answers import LONGEST_TEXT, ActionAnswerError, read_answer
from chatbot.dialogue.action_calls import ActionAnswer, ActionCall
from chatbot.dialogue.bot import Bot
from chatbot.dialogue.reply import Reply
from chatbot.dialogue.state import DialogueState
from chatbot.intents.actions.action import Action
from chatbot.intents.checks import check_file
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.intents.responses.bubble import Bubble
from chatbot.located_json.source import JsonSource
from chatbot.model.classifier import IntentClassifier

URL = "https://school.example.com/lessons"
FORM: dict[str, Any] = {
    "slots": [
        {"name": "day", "entity": "date", "prompts": "Which day?"},
        {"name": "persons", "entity": "number", "prompts": "How many?", "max": 4},
        {"name": "town", "entity": "town", "prompts": "Where?", "keep": "conversation"},
    ],
    "cancelled": "Nothing is booked.",
}
ENTITIES = {"town": {"values": {"Oslo": ["Christiania"], "Bergen": []}}}

Answer = dict[str, Any] | None


def with_action(
    intents: IntentSet,
    action: dict[str, Any],
    *,
    form: bool | dict[str, Any] = True,
    responses: list[str] | None = None,
) -> IntentSet:
    """The small intents, in which a webhook answers "trial_lesson", and that form if any."""
    entry = {"tag": "t", "patterns": ["p"], "action": {"url": URL} | action}
    entry |= {"form": FORM | (form if isinstance(form, dict) else {})} if form else {}
    default = ["{{ price }} for {{ persons }}."] if form else ["It costs {{ price }}."]
    entry["responses"] = default if responses is None else responses
    document = {"entities": ENTITIES, "intents": [entry]}
    source = JsonSource.from_bytes("action.json", json.dumps(document).encode())
    read = IntentSet.from_files([check_file(source)]).intents[0]

    def changed(intent: Intent) -> Intent:
        if intent.tag != "trial_lesson":
            return intent
        kept = {"form": read.form, "action": read.action, "responses": read.responses}
        return replace(intent, context_set=("booked",), **kept)  # type: ignore[arg-type]

    return IntentSet(tuple(map(changed, intents)))


@pytest.fixture
def talk(classifier: IntentClassifier, small_intents: IntentSet) -> Callable[..., list[Reply]]:
    """Conversation with a webhook that gives the same answer to each call, None for an error."""

    def replies(
        *messages: str,
        answer: Answer,
        form: bool | dict[str, Any] = True,
        responses: list[str] | None = None,
        **action: Any,
    ) -> list[Reply]:
        action = {"slots": {"price": "text"}} | action
        intents = with_action(small_intents, action, form=form, responses=responses)
        bot = Bot(classifier, intents, random.Random(1))
        state = DialogueState()
        given: list[Reply] = []
        for message in messages:
            prediction = bot.predict(message)
            reply = bot.answer(message, prediction, state)
            if reply.call:
                calls.append(reply.call)
                body = json.dumps(answer).encode()
                result = None if answer is None else read_or_none(bot, reply.call, body)
                reply = bot.answer(message, prediction, state, {reply.call: result})
                assert reply.call is None
            given.append(reply)
            state = DialogueState.from_json(reply.state.to_json())
        return given

    return replies


def read_or_none(bot: Bot, call: ActionCall, body: bytes) -> ActionAnswer | None:
    """Answer of a webhook, None for one that is refused."""
    try:
        return bot.read_answer(call, body)
    except ActionAnswerError as error:
        faults.append(error.fault)
        return None


calls: list[Any] = []
faults: list[str] = []


@pytest.fixture(autouse=True)
def _no_calls() -> None:
    calls.clear()
    faults.clear()


LESSON = "I would like a trial lesson"
BOOKING = (LESSON, "2026-12-24", "2", "Oslo")


def test_a_completed_form_is_answered_by_the_webhook(talk: Callable[..., list[Reply]]) -> None:
    answer = {
        "responses": ["Booked.", {"text": "Bring **nothing**.", "quick_replies": ["Thanks"]}],
        "slots": {"town": "christiania"},
    }
    first, second, third, last = talk(LESSON, "2026-12-24", "2", "Bergen", answer=answer)
    assert [reply.text for reply in (first, second, third)] == ["Which day?", "How many?", "Where?"]
    assert last.text == "Booked.\n\nBring **nothing**."
    assert [bubble.text for bubble in last.bubbles] == ["Booked.", "Bring **nothing**."]
    assert last.quick_replies == ("Thanks",)
    assert last.state.form is None
    assert last.state.values == {"town": "Oslo"}
    assert last.slots == {"day": "2026-12-24", "persons": "2", "town": "Oslo"}
    (call,) = calls
    assert call.intent == "trial_lesson"
    assert call.text == "Bergen"
    assert dict(call.slots) == {"day": "2026-12-24", "persons": "2", "town": "Bergen"}


def test_values_alone_fill_the_responses_of_the_intent(talk: Callable[..., list[Reply]]) -> None:
    for form, messages in ((True, ["2026-12-24", "2", "Oslo"]), (False, [])):
        reply = talk(LESSON, *messages, answer={"slots": {"price": "12 <b>"}}, form=form)[-1]
        assert reply.text == ("12 <\u2060b> for 2." if form else "It costs 12 <\u2060b>.")
        assert reply.slots["price"] == "12 <b>"
        assert "price" not in reply.state.slots


@pytest.mark.parametrize("answer", [{}, {"slots": {"price": None}}, {"status": "sent"}])
def test_an_answer_that_leaves_values_open_is_an_error(
    talk: Callable[..., list[Reply]], answer: Answer
) -> None:
    for form, messages in ((True, BOOKING), (False, (LESSON,))):
        assert talk(*messages, answer=answer, form=form, error="No.")[-1].text == "No."
    assert faults == ["answer_empty"] * 2


def test_without_values_a_response_that_needs_none_is_given(
    talk: Callable[..., list[Reply]],
) -> None:
    responses = ["It costs {{ price }}.", "Noted."]
    for _ in range(3):
        assert talk(*BOOKING, answer={}, responses=responses)[-1].text == "Noted."


def test_an_outcome_of_the_form_answers_without_any_responses(
    talk: Callable[..., list[Reply]],
) -> None:
    outcome = {"when": {"town": "Oslo"}, "responses": ["See you in {{ town }}."]}
    form = {"outcomes": [outcome]}
    answer: Answer = {"slots": {"price": "12"}}
    booked = talk(*BOOKING, answer=answer, form=form, responses=[])[-1]
    assert booked.text == "See you in Oslo."
    elsewhere = talk(*BOOKING[:3], "Bergen", answer=answer, form=form, responses=[], error="No.")
    assert elsewhere[-1].text == "No."
    answer = {"slots": {"day": None}}
    (*_, again) = talk(*BOOKING[:3], "Bergen", answer=answer, form=form, responses=[])
    assert (again.text, again.bubbles) == ("Which day?", ())
    assert again.state.form


def test_a_value_forgotten_that_is_not_asked_for_is_no_question(
    talk: Callable[..., list[Reply]],
) -> None:
    phone = {"name": "phone", "entity": "phone", "prompts": "Call?", "when": {"town": "Bergen"}}
    form = {"slots": [*FORM["slots"], phone]}
    answer = {"responses": ["Booked."], "slots": {"phone": None}}
    reply = talk(*BOOKING, answer=answer, form=form)[-1]
    assert (reply.text, reply.state.form) == ("Booked.", None)
    assert reply.state.open_contexts == {"booked"}


def test_a_form_whose_action_failed_is_confirmed_once_more(
    talk: Callable[..., list[Reply]],
) -> None:
    form = {"confirm": "Book it?", "confirm_replies": ["Yes", "No"]}
    *_, failed, again, cancelled = talk(*BOOKING, "yes", "Yes", "no", answer=None, form=form)
    assert failed.text == again.text == "I cannot do that at the moment. Please try again later."
    assert not failed.state.open_contexts
    assert [dict(call.slots)["day"] for call in calls] == ["2026-12-24"] * 2
    assert [call.form_number for call in calls] == [0, 0]
    assert (cancelled.text, cancelled.state.form) == ("Nothing is booked.", None)
    *_, booked = talk(*BOOKING, "yes", answer={"responses": ["Booked."]}, form=form)
    assert (booked.text, booked.state.form) == ("Booked.", None)
    assert talk(*BOOKING, answer=None)[-1].state.form is None


def test_a_form_that_was_answered_is_another_the_next_time(
    talk: Callable[..., list[Reply]],
) -> None:
    talk(*BOOKING, LESSON, "2026-12-24", "2", answer={"responses": ["Booked."]})
    assert [call.form_number for call in calls] == [0, 1]
    assert calls[0].slots == calls[1].slots


def test_braces_of_a_webhook_are_text(talk: Callable[..., list[Reply]]) -> None:
    hostile = "{{ price }} {{ persons }} <script>alert(1)</script>"
    reply = talk(LESSON, answer={"responses": [hostile], "slots": {"price": "1"}}, form=False)[-1]
    assert reply.text == hostile
    assert "".join(span.text for span in reply.spans) == hostile


def test_an_error_is_answered_by_the_author_or_in_the_language_of_the_bot(
    talk: Callable[..., list[Reply]],
) -> None:
    messages = (LESSON, "2026-12-24", "2", "Oslo")
    error = {"text": "No booking for {{ persons }}.", "quick_replies": ["Call me"]}
    reply = talk(*messages, answer=None, error=error)[-1]
    assert (reply.text, reply.quick_replies) == ("No booking for 2.", ("Call me",))
    assert (reply.intent, reply.fallback) == ("trial_lesson", False)
    plain = talk(*messages, answer=None)[-1]
    assert plain.text == "I cannot do that at the moment. Please try again later."


def test_a_value_that_the_webhook_refuses_is_asked_for_again(
    talk: Callable[..., list[Reply]],
) -> None:
    answer = {"responses": ["That day is taken."], "slots": {"day": None}}
    messages = (LESSON, "2026-12-24", "2", "Bergen", "2026-12-26", "cancel")
    *_, refused, again, cancelled = talk(*messages, answer=answer)
    assert refused.text == "That day is taken.\n\nWhich day?"
    assert [bubble.text for bubble in refused.bubbles] == ["That day is taken.", "Which day?"]
    assert refused.slots == {"persons": "2", "town": "Bergen"}
    assert again.text == refused.text
    assert [dict(call.slots)["day"] for call in calls] == ["2026-12-24", "2026-12-26"]
    assert (cancelled.text, cancelled.state.form) == ("Nothing is booked.", None)


def test_contexts_open_with_an_answer_and_not_with_an_error(
    classifier: IntentClassifier, small_intents: IntentSet
) -> None:
    intents = with_action(small_intents, {"slots": {"price": "text"}}, form=False)
    bot = Bot(classifier, intents)
    prediction = bot.predict(LESSON)
    error = bot.answer(LESSON, prediction, DialogueState())
    assert error.call
    answers = {error.call: ActionAnswer((Bubble("Booked."),))}
    answer = bot.answer(LESSON, prediction, DialogueState(), answers)
    assert not error.state.open_contexts
    assert answer.state.open_contexts == {"booked"}


def test_an_action_server_of_rasa_answers(talk: Callable[..., list[Reply]]) -> None:
    """As the SDK of Rasa writes answers, with all that it has no value for."""
    nothing: dict[str, Any] = {
        "elements": [],
        "custom": {},
        "template": None,
        "image": None,
        "attachment": None,
    }
    buttons = [{"title": "Thanks", "payload": "/thank"}]
    answer = {
        "events": [
            {"event": "slot", "timestamp": None, "name": "town", "value": "Oslo"},
            {"event": "followup", "timestamp": None, "name": "action_listen"},
        ],
        "responses": [
            {"text": "Booked.", "buttons": buttons} | nothing,
            {"text": None, "buttons": []} | nothing | {"image": "https://example.com/a.png"},
        ],
    }
    messages = (LESSON, "2026-12-24", "2", "Bergen")
    reply = talk(*messages, answer=answer, rasa="action_book")[-1]
    assert (reply.text, reply.quick_replies) == ("Booked.", ("Thanks",))
    assert reply.state.values == {"town": "Oslo"}
    for wrong in (
        {"events": ["slot"]},
        {"events": [{"event": "slot", "name": "persons", "value": [1]}]},
    ):
        assert talk(*messages, answer=wrong, rasa="action_book", error="No.")[-1].text == "No."


def test_events_of_rasa_without_meaning_here_do_no_harm(talk: Callable[..., list[Reply]]) -> None:
    events = [
        {"event": "active_loop", "timestamp": None, "name": None},
        {"event": "slot", "timestamp": None, "name": "requested_slot", "value": None},
        {"event": "slot", "timestamp": None, "name": "price", "value": True},
    ]
    answer = {"events": events, "responses": []}
    assert talk(*BOOKING, answer=answer, rasa="action_book")[-1].text == "true for 2."


def test_an_action_may_answer_what_nobody_understood(
    classifier: IntentClassifier, small_intents: IntentSet
) -> None:
    fallback = Intent("fallback", action=Action(URL, error=("Sorry?",)))
    others = [intent for intent in small_intents if intent.tag != "fallback"]
    bot = Bot(classifier, IntentSet((*others, fallback)), random.Random(1))
    prediction = bot.predict("")
    reply = bot.answer("", prediction, DialogueState())
    assert (reply.text, reply.fallback) == ("Sorry?", True)
    assert reply.call
    read = bot.read_answer(reply.call, b'{"responses": ["From the handbook."]}')
    answer = bot.answer("", prediction, DialogueState(), {reply.call: read})
    assert answer.text == "From the handbook."
    with pytest.raises(ActionAnswerError):
        bot.read_answer(reply.call, b"{}")


VALUES = [
    *(("price", "a  b"), ("price", "a\r\nb"), ("price", "e\u0301"), ("price", "\ufeffa")),
    *(("price", "½"), ("price", ""), ("persons", " 2 "), ("persons", "\ufeff2")),
]


@pytest.mark.parametrize(("name", "value"), VALUES)
def test_a_text_is_taken_as_it_is(small_intents: IntentSet, name: str, value: str) -> None:
    read = read_values(small_intents, {name: value}, "english")
    assert read == {name: "2" if name == "persons" else value}


@pytest.mark.parametrize(
    ("value", "read"),
    [
        *((2.125, "2.125"), ("2.125", "2125"), ("2,125", "2.125"), (2.0, "2"), (2, "2")),
        *((1e-07, "0.0000001"), (-0.0, "0"), (100, "100"), (10**30 + 1, f"{10**30 + 1}")),
    ],
)
def test_a_number_of_json_is_not_read_by_the_language(
    small_intents: IntentSet, value: object, read: str
) -> None:
    assert read_values(small_intents, {"amount": value}, "german") == {"amount": read}


def read_values(
    intents: IntentSet, values: dict[str, object], language: str
) -> dict[str, str | None]:
    """Values of an answer with these alone, of which "amount" is any number."""
    slots = {"slots": {"price": "text", "amount": "number"}}
    changed = with_action(intents, slots)
    intent = changed.get("trial_lesson")
    assert intent
    answer = read_answer(json.dumps({"slots": values}).encode(), intent, changed, language)
    return {name: slot.value if slot else None for name, slot in answer.slots.items()}


def test_nothing_is_called_while_a_form_asks_or_is_cancelled(
    talk: Callable[..., list[Reply]],
) -> None:
    talk(LESSON, "2026-12-24", "cancel", answer=None)
    assert not calls


def test_a_bot_that_nobody_calls_for_answers_as_for_an_error(
    classifier: IntentClassifier, small_intents: IntentSet
) -> None:
    intents = with_action(small_intents, {"slots": {"price": "text"}, "error": "No."}, form=False)
    assert Bot(classifier, intents).reply(LESSON).text == "No."


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ([], "answer_form"),
        ({"responses": [7]}, "answer_form"),
        ({"responses": [" "]}, "answer_form"),
        ({"responses": ["\0"]}, "answer_form"),
        ({"responses": ["\ud83d"]}, "answer_form"),
        ({"responses": [{"text": "a", "when": {"context": "b"}}]}, "answer_form"),
        ({"responses": [{"text": "a", "image": "b"}]}, "answer_form"),
        ({"responses": ["a"] * 6}, "answer_form"),
        ({"responses": [{"bubbles": ["a", "b", "c"]}] * 2}, "answer_long"),
        ({"responses": ["a" * (LONGEST_TEXT + 1)]}, "answer_long"),
        ({"slots": {"colour": "red"}}, "answer_slot"),
        ({"slots": {"words of a visitor": "red"}}, "answer_slot"),
        ({"slots": {"town": "Rome"}}, "answer_value"),
        ({"slots": {"town": "Oslo and more"}}, "answer_value"),
        ({"slots": {"persons": 5}}, "answer_value"),
        ({"slots": {"persons": True}}, "answer_form"),
        ({"slots": {"price": "a" * 301}}, "answer_value"),
        ({"slots": {"price": "\0"}}, "answer_value"),
        ({"slots": {"persons": 1e300}}, "answer_value"),
        ({"slots": {"persons": 10**4299}}, "answer_value"),
    ],
)
def test_a_wrong_answer_is_refused_as_a_whole(
    small_intents: IntentSet, answer: object, fault: str
) -> None:
    intents = with_action(small_intents, {"slots": {"price": "text"}})
    intent = intents.get("trial_lesson")
    assert intent
    with pytest.raises(ActionAnswerError) as error:
        read_answer(json.dumps(answer).encode(), intent, intents, "english")
    assert error.value.fault == fault
    assert "visitor" not in error.value.name


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"\xff", b'{"slots": {"persons": NaN}}', b"[" * 60_000),
        *(b'{"slots": {"persons": 1e999}}', b'{"slots": {"persons": ' + b"9" * 9_000 + b"}}"),
    ],
)
def test_other_bytes_are_refused(small_intents: IntentSet, body: bytes) -> None:
    intents = with_action(small_intents, {"slots": {"price": "text"}})
    intent = intents.get("trial_lesson")
    assert intent
    with pytest.raises(ActionAnswerError):
        read_answer(body, intent, intents, "english")
