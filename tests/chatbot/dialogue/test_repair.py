"""Repair of a conversation in doubt: questions to choose from, other words, a person."""

import random
from dataclasses import replace

import pytest

from chatbot.dialogue.bot import Bot
from chatbot.dialogue.repair import checksum_of, next_step
from chatbot.dialogue.state import DialogueState, RepairStep
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.model.decision import Decision, RankedIntent
from chatbot.model.out_of_scope import ScopeDecision, ScopeScores

NEW = DialogueState()
SCOPE = ScopeDecision(True, 0.5, 0.25, ScopeScores(0.5, 0.5))
NONSENSE = ("fnargle wibbly zzxqv", "grobnik fleem quaddle", "snorf plinkle womble")
PERSON = Intent(
    "person", ("a person please",), ("Ring us: 01632 960155.",), context_set=("hand_over",)
)


def decided(*candidates: str) -> Decision:
    """Decision between candidates; the fallback without any."""
    ranking = tuple(RankedIntent(tag, 0.4) for tag in candidates or ("order",))
    return Decision.of(ranking, candidates, SCOPE, 0.9)


SURE, UNSURE, OTHER, LOST = decided("a"), decided("a", "b"), decided("c", "d"), decided()


def steps(*decisions: Decision, impatient: tuple[int, ...] = ()) -> list[RepairStep]:
    """Steps of a conversation of these decisions, with the numbers of impatient messages."""
    state, taken = NEW, []
    for number, decision in enumerate(decisions):
        step = next_step(decision, state, is_impatient=number in impatient)
        offered = {tag: tag for tag in decision.offered} if step == "choose" else {}
        state = state.after_message(offered=offered)
        state = state.after_round(step, is_doubtful=decision.kind != "answer")
        taken.append(step)
    return taken


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ((SURE, SURE), ["none", "none"]),
        ((UNSURE, LOST, LOST), ["choose", "rephrase", "person"]),
        ((UNSURE, UNSURE, UNSURE), ["choose", "rephrase", "person"]),
        ((UNSURE, OTHER, OTHER), ["choose", "choose", "person"]),
        ((LOST, LOST), ["rephrase", "person"]),
        ((LOST, UNSURE, LOST), ["rephrase", "choose", "person"]),
        ((LOST, SURE, LOST, LOST), ["rephrase", "none", "rephrase", "person"]),
        ((LOST, LOST, LOST, UNSURE), ["rephrase", "person", "rephrase", "choose"]),
    ],
)
def test_a_doubt_takes_two_rounds_at_most_to_a_person_once(
    decisions: tuple[Decision, ...], expected: list[RepairStep]
) -> None:
    assert steps(*decisions) == expected


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ((LOST,), ["person"]),
        ((UNSURE, LOST), ["choose", "person"]),
        ((SURE,), ["none"]),
    ],
)
def test_impatience_shortens_the_way(
    decisions: tuple[Decision, ...], expected: list[RepairStep]
) -> None:
    assert steps(*decisions, impatient=(0, 1)) == expected


def with_person(bot: Bot, intents: IntentSet) -> Bot:
    """The same network, and an intent that leads to a person."""
    others = tuple(intent for intent in intents if intent.tag != PERSON.tag)
    return Bot(bot.classifier, IntentSet((*others, PERSON)), random.Random(1))


def test_the_intent_that_opens_the_context_has_the_words(
    bot: Bot, small_intents: IntentSet
) -> None:
    leading, state, replies = with_person(bot, small_intents), NEW, []
    for text in NONSENSE:
        replies.append(leading.reply(text, state))
        state = DialogueState.from_json(replies[-1].state.to_json())
    first, second, third = replies
    assert [reply.step for reply in replies] == ["rephrase", "person", "rephrase"]
    assert second.text == PERSON.responses[0] not in (first.text, third.text)
    assert (second.intent, second.fallback, second.needs_words) == ("fallback", True, False)
    assert second.state.asks_for_person
    assert not third.state.asks_for_person


def test_without_such_an_intent_the_edge_has_to_find_words(bot: Bot) -> None:
    first = bot.reply(NONSENSE[0], NEW)
    second = bot.reply(NONSENSE[1], first.state)
    assert (first.needs_words, second.needs_words, second.step) == (False, True, "person")
    assert second.fallback


@pytest.mark.parametrize(
    "intent",
    [
        replace(PERSON, context_filter=("asked",)),
        replace(PERSON, responses=()),
        replace(PERSON, context_set=("other",)),
    ],
)
def test_no_other_intent_leads_to_a_person(
    bot: Bot, small_intents: IntentSet, intent: Intent
) -> None:
    other = Bot(bot.classifier, IntentSet((*small_intents, intent)), random.Random(1))
    state = other.reply(NONSENSE[0], NEW).state
    assert other.reply(NONSENSE[1], state).needs_words


def test_anger_and_the_same_words_lead_to_a_person_at_once(bot: Bot) -> None:
    assert bot.reply(f"{NONSENSE[0]}!!!", NEW).step == "person"
    doubtful = bot.reply("hello to you", NEW).state.after_round("choose", is_doubtful=True)
    repeated = replace(doubtful, last_words=bot.reply(NONSENSE[0], NEW).state.last_words)
    assert bot.reply(NONSENSE[0], doubtful).step == "rephrase"
    assert bot.reply(NONSENSE[0].upper(), repeated).step == "person"


def test_what_is_understood_again_is_no_doubt(bot: Bot) -> None:
    state = NEW
    for text in ("hello to you", "Hello to you.", "hello to you!"):
        again = bot.reply(text, state)
        state = again.state
        assert (again.intent, again.step, state.doubts) == ("greeting", "none", 0)
    assert bot.reply(NONSENSE[0], state).step == "rephrase"


def test_repetition_is_noticed_in_scripts_of_few_letters() -> None:
    assert checksum_of(["我的订单在哪里"]) != 0 == checksum_of(["好的"])


def test_half_a_character_is_a_message(bot: Bot) -> None:
    assert bot.reply("hello to you \ud800", NEW).state.last_words
