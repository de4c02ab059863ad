"""Selection of responses: those of an intent take turns."""

import random
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.dialogue.responses import ResponseSelector
from chatbot.dialogue.state import DialogueState, SlotValue
from chatbot.entities.entity import Entity
from chatbot.intents.actions.apologies import APOLOGIES
from chatbot.intents.forms.form import Form, Slot
from chatbot.intents.intent_set import CLARIFICATION_TAG, FALLBACK_TAG, Intent, IntentSet
from chatbot.intents.responses.fallbacks import FALLBACKS
from chatbot.intents.responses.moment import Moment
from chatbot.intents.responses.questions_back import QUESTIONS_BACK
from chatbot.intents.responses.rich import RichResponse
from chatbot.text.language_guess import guess_language
from chatbot.text.languages import OTHER, SPOKEN_LANGUAGES

BUNDLED = Path(__file__).parents[3] / "intents"
NEW = DialogueState()
JOKE = Intent("joke", responses=("one", "two", "three"))
SILENT = Intent("silent")
SORRY = Intent(FALLBACK_TAG, responses=("Sorry?", "Pardon?"))


@given(count=st.integers(1, 6), seed=st.integers(0, 50))
def test_each_response_is_heard_before_any_is_heard_again(count: int, seed: int) -> None:
    intent = Intent("joke", responses=tuple(f"joke {number}" for number in range(count)))
    heard = _hear(ResponseSelector(IntentSet((intent,)), random.Random(seed)), intent, 3 * count)
    for start in range(len(heard) - count + 1):
        assert set(heard[start : start + count]) == set(intent.responses)


def test_conversations_begin_with_different_responses() -> None:
    selector = ResponseSelector(IntentSet((JOKE,)), random.Random(1))
    firsts = {selector.select(JOKE, DialogueState()).text for _ in range(100)}
    assert firsts == set(JOKE.responses)


def test_another_intent_in_between_does_not_lose_the_turn() -> None:
    selector = ResponseSelector(IntentSet((JOKE, SORRY)))
    first = selector.select(JOKE, DialogueState())
    between = selector.select(SORRY, first.state)
    assert selector.select(JOKE, between.state).text != first.text


def test_an_intent_without_responses_says_what_the_fallback_says() -> None:
    heard = _hear(ResponseSelector(IntentSet((SILENT, SORRY))), SILENT, 2)
    assert set(heard) == set(SORRY.responses)


@pytest.mark.parametrize("intents", [(SILENT,), (SILENT, Intent(FALLBACK_TAG))])
def test_there_is_something_to_say_even_where_the_author_wrote_nothing(
    intents: tuple[Intent, ...],
) -> None:
    heard = _hear(ResponseSelector(IntentSet(intents)), SILENT, 2)
    assert all(heard)
    assert heard[0] != heard[1]


def test_the_authors_own_clarification_is_used() -> None:
    own = Intent(CLARIFICATION_TAG, responses=("Which one?",))
    assert ResponseSelector(IntentSet((JOKE, own))).clarification is own
    silent = Intent(CLARIFICATION_TAG)
    for intents in [(JOKE, silent), (JOKE,)]:
        general = ResponseSelector(IntentSet(intents)).clarification
        assert general == Intent(CLARIFICATION_TAG, responses=QUESTIONS_BACK["english"])


@pytest.mark.parametrize("texts", [FALLBACKS, QUESTIONS_BACK])
def test_there_are_general_responses_in_every_language(texts: dict[str, tuple[str, ...]]) -> None:
    """The language is told by the words alone, where none is mixed up with another."""
    assert texts.keys() | {OTHER} == SPOKEN_LANGUAGES.keys()
    assert all(len(set(responses)) > 1 for responses in texts.values())
    guesses = {name: guess_language(responses) for name, responses in texts.items()}
    assert {name: guess for name, guess in guesses.items() if guess not in ("", name)} == {}


@pytest.mark.parametrize(
    ("language", "familiar"),
    [
        ("dutch", "je jij jouw"),
        ("german", "du dich dir kannst meinst versuche"),
        ("hungarian", "te tudnád gondolsz kérlek próbáld"),
        ("italian", "tu ti puoi intendi riprova"),
        ("polish", "ty możesz chcesz spróbuj"),
        ("romanian", "tu te poți încearcă"),
        ("spanish", "tú te puedes inténtalo"),
    ],
)
def test_one_bot_speaks_to_a_visitor_in_one_way(language: str, familiar: str) -> None:
    texts = " ".join((*FALLBACKS[language], *QUESTIONS_BACK[language], APOLOGIES[language]))
    assert {*re.findall(r"[\w-]+", texts.casefold())}.isdisjoint(familiar.split())


@pytest.mark.parametrize(("language", "spoken"), [("spanish", "spanish"), (OTHER, "english")])
def test_a_bot_without_a_fallback_apologises_in_its_language(language: str, spoken: str) -> None:
    selector = ResponseSelector(IntentSet((SILENT,)), language=language)
    assert selector.fallback.responses == FALLBACKS[spoken]
    assert selector.select(SILENT, NEW).text in FALLBACKS[spoken]
    assert selector.clarification.responses == QUESTIONS_BACK[spoken]


def test_a_state_of_when_there_were_more_responses_is_no_trouble() -> None:
    state = DialogueState().after_response("joke", 17)
    assert ResponseSelector(IntentSet((JOKE,))).select(JOKE, state).text in JOKE.responses


@pytest.mark.parametrize(
    ("rich", "time", "language", "fits"),
    [
        (RichResponse(weekdays=("sunday",)), "2026-11-29 12:00", "", True),
        (RichResponse(weekdays=("sunday",)), "2026-11-30 00:00", "", False),
        (RichResponse(hours=("09:00", "17:00")), "2026-11-29 09:00", "", True),
        (RichResponse(hours=("09:00", "17:00")), "2026-11-29 17:00", "", False),
        (RichResponse(hours=("18:00", "09:00")), "2026-11-29 08:59", "", True),
        (RichResponse(hours=("18:00", "09:00")), "2026-11-29 23:59", "", True),
        (RichResponse(hours=("18:00", "09:00")), "2026-11-29 09:00", "", False),
        (RichResponse(languages=("de", "fr")), "2026-11-29 12:00", "fr", True),
        (RichResponse(languages=("de", "fr")), "2026-11-29 12:00", "", False),
        (RichResponse(languages=("de",), weekdays=("monday",)), "2026-11-29 12:00", "de", False),
    ],
)
def test_a_response_is_for_a_time_or_a_language(
    rich: RichResponse, time: str, language: str, fits: bool
) -> None:
    intent = Intent("hi", responses=("Special.", "Usual."), rich={"Special.": rich})
    state = DialogueState(moment=Moment(datetime.fromisoformat(time), language))
    heard = _hear(ResponseSelector(IntentSet((intent,))), intent, 2, state)
    assert heard == ["Special." if fits else "Usual."] * 2
    assert "moment" not in state.to_json()


def test_the_bundled_bot_calls_a_person_where_one_answers_else_names_phone_and_e_mail() -> None:
    intents = IntentSet.load(BUNDLED)
    intent, selector = intents.get("human_agent"), ResponseSelector(intents)
    assert intent
    asked_before = NEW.after_message(["hand_over"])
    for has_persons in (True, False, None):
        moment = Moment.now(has_persons=has_persons)
        for state in (NEW, asked_before):
            heard = _hear(selector, intent, 6, replace(state, moment=moment))
            assert all(("e-mail?" in text) is not bool(has_persons) for text in heard)
    assert all("e-mail?" in text for text in _hear(selector, intent, 6))
    assert NEW.after_message(intent.context_set).asks_for_person


def _hear(
    selector: ResponseSelector, intent: Intent, times: int, state: DialogueState = NEW
) -> list[str]:
    heard = []
    for _ in range(times):
        selected = selector.select(intent, state)
        heard.append(selected.text)
        state = selected.state
    return heard


def _answers(state: DialogueState) -> set[str]:
    """Texts of a greeting with conditions in ten turns."""
    intents = IntentSet((GREETING,))
    return set(_hear(ResponseSelector(intents, random.Random(1)), GREETING, 10, state))


GREETING = Intent(
    "greeting",
    responses=("Hello.", "Welcome back!", "About your rental?", "Cheers.", "Still in Oslo?"),
    rich={
        "Hello.": RichResponse(("Prices", "Hours")),
        "Welcome back!": RichResponse(first_visit=False),
        "About your rental?": RichResponse(contexts=("rental", "repair")),
        "Still in Oslo?": RichResponse(contexts=("rental", "member"), needs_all=True),
    },
)


def test_a_response_whose_condition_holds_goes_first() -> None:
    new = DialogueState()
    assert _answers(new) == {"Hello.", "Cheers."}
    assert _answers(replace(new, is_returning=True)) == {"Welcome back!"}
    rental = new.after_message(["rental"])
    assert _answers(rental) == {"About your rental?"}
    both = new.after_message(["rental", "member"])
    assert _answers(both) == {"About your rental?", "Still in Oslo?"}


def test_a_response_may_depend_on_a_value() -> None:
    oslo = RichResponse(slots=(("city", ("Oslo", "Bergen")),))
    intent = Intent("tip", responses=("North.", "South."), rich={"North.": oslo})
    selector = ResponseSelector(IntentSet((intent,)))
    state = DialogueState(slots={"city": SlotValue("oslo", "conversation")})
    assert selector.select(intent, state).text == "North."
    assert selector.select(intent, DialogueState()).text == "South."


def test_a_response_that_lacks_a_value_is_given_under_no_condition() -> None:
    in_rental = RichResponse(contexts=("rental",))
    texts = ("To {{ city }}.", "Here.")
    intent = Intent("tip", responses=texts, rich={texts[0]: in_rental})
    form = Form((Slot("city", Entity("text"), ("Where?",)),), ("No.",))
    selector = ResponseSelector(IntentSet((intent, Intent("trip", form=form))))
    rental = DialogueState().after_message(["rental"])
    assert selector.select(intent, rental).text == "Here."
    oslo = replace(rental, slots={"city": SlotValue("Oslo", "conversation")})
    assert selector.select(intent, oslo).text == "To Oslo."


def test_where_no_condition_holds_there_is_an_answer_all_the_same() -> None:
    later = Intent("x", responses=("Again?",), rich={"Again?": RichResponse(first_visit=False)})
    assert ResponseSelector(IntentSet((later,))).select(later, DialogueState()).text == "Again?"


def test_the_buttons_are_those_of_the_response() -> None:
    selected = ResponseSelector(IntentSet((GREETING,))).select(GREETING, DialogueState())
    while selected.text != "Hello.":
        assert selected.quick_replies == ()
        selected = ResponseSelector(IntentSet((GREETING,))).select(GREETING, selected.state)
    assert selected.quick_replies == ("Prices", "Hours")
