"""Advice of each kind, where it helps and nowhere else."""

from chatbot.evaluation.advice import Advice, advise
from chatbot.evaluation.outcomes import Outcome
from chatbot.features.neighbours import Neighbours
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.text.words import WordSplitter
from tests.support.bot_answers import answer

STRAY = "please send my refund"
REFUNDS = (
    "send a refund",
    "send the refund",
    "refund please",
    "please refund",
    "refund",
    STRAY + "!",
)
INTENTS = IntentSet(
    (
        Intent("order", patterns=("where is it", "track it", "did it leave", STRAY, "it is late")),
        Intent("refund", patterns=REFUNDS),
        Intent("thanks", patterns=("cheers", "thank you")),
    )
)
NEIGHBOURS = Neighbours(INTENTS, WordSplitter())


def advice(*outcomes: Outcome) -> tuple[Advice, ...]:
    return advise(outcomes, INTENTS, NEIGHBOURS)


def right(intent: str, count: int) -> list[Outcome]:
    return [answer(intent, intent, f"{intent} {i}") for i in range(count)]


def wrong(intent: str, predicted: str, count: int) -> list[Outcome]:
    return [answer(intent, predicted, f"{intent} as {predicted} {i}") for i in range(count)]


def test_who_understands_everything_gets_no_advice() -> None:
    assert advice(*right("order", 5), *right("refund", 5)) == ()


def test_a_pattern_among_those_of_another_intent_is_to_be_moved() -> None:
    (move,) = advice(*right("order", 9), answer("order", "refund", STRAY))
    assert (move.kind, move.intents, move.messages) == ("move", ("order", "refund"), (STRAY,))


def test_a_pattern_stays_where_anything_speaks_for_it() -> None:
    near_its_own = answer("order", "refund", "where is it")
    elsewhere = answer("order", "thanks", STRAY)
    unsure = answer("order", "refund", STRAY, accepted=False)
    no_pattern = answer("order", "refund", "send me that refund")
    understood = answer("order", "order", STRAY)
    for outcome in (near_its_own, elsewhere, unsure, no_pattern, understood):
        assert advice(*right("order", 9), outcome) == (), outcome


def test_intents_that_are_confused_both_ways_are_to_be_merged() -> None:
    (merge,) = advice(
        *right("order", 6),
        *wrong("order", "refund", 3),
        *right("refund", 6),
        *wrong("refund", "order", 2),
    )
    assert (merge.kind, merge.intents, len(merge.messages)) == ("merge", ("order", "refund"), 5)
    assert (merge.missed, merge.support) == ((3, 2), (9, 8))


def test_one_way_or_seldom_is_no_reason_to_merge() -> None:
    one_way = [*right("order", 7), *wrong("order", "refund", 3), *right("refund", 8)]
    assert advice(*one_way) == ()
    once = [*one_way, *wrong("refund", "order", 1)]
    assert advice(*once) == ()
    seldom = [*right("order", 30), *right("refund", 30)]
    seldom += [*wrong("order", "refund", 2), *wrong("refund", "order", 2)]
    assert advice(*seldom) == ()


def test_an_intent_of_low_recall_needs_patterns() -> None:
    outcomes = [*right("order", 2), *wrong("order", "thanks", 2), *wrong("order", "refund", 2)]
    (add,) = advice(*outcomes, *right("refund", 9))
    assert (add.kind, add.intents, len(add.messages)) == ("add", ("order",), 4)
    assert (add.missed, add.support) == ((4,), (6,))


def test_an_intent_far_below_the_others_needs_patterns_too() -> None:
    outcomes = [*right("order", 7), *wrong("order", "thanks", 3)]
    assert [item.kind for item in advice(*outcomes, *right("refund", 90))] == ["add"]
    assert advice(*outcomes, *right("refund", 5), *wrong("refund", "thanks", 2)) == ()


def test_two_messages_are_too_few_to_judge_an_intent_by() -> None:
    assert advice(*wrong("order", "thanks", 2), *right("refund", 9)) == ()


def test_what_is_to_be_moved_is_no_example_of_what_to_add() -> None:
    outcomes = [*right("order", 1), *wrong("order", "thanks", 2), answer("order", "refund", STRAY)]
    messages = {item.kind: item.messages for item in advice(*outcomes, *right("refund", 9))}
    assert messages == {"move": (STRAY,), "add": ("order as thanks 0", "order as thanks 1")}


def test_off_topic_messages_need_no_advice() -> None:
    assert advice(*right("order", 5), *[answer(None, "order", "sing")] * 9) == ()


def test_the_kinds_of_advice_take_turns() -> None:
    needy = [outcome for tag in ("thanks", "quince") for outcome in wrong(tag, "order", 4)]
    both_ways = [*right("order", 8), *wrong("order", "refund", 2), *right("refund", 8)]
    outcomes = [*needy, *both_ways, *wrong("refund", "order", 2), answer("order", "refund", STRAY)]
    assert [item.kind for item in advice(*outcomes)] == ["merge", "move", "add", "add"]
