"""Intents that open contexts allow, and those that they lead to expect."""

from hypothesis import given
from hypothesis import strategies as st

from chatbot.intents.contexts import AllowedIntents
from chatbot.intents.intent_set import Intent, IntentSet

INTENTS = IntentSet(
    (
        Intent("greeting"),
        Intent("cancel", context_set=("cancelling",)),
        Intent("confirm", context_filter=("cancelling",)),
        Intent("detail", context_filter=("cancelling", "ordering")),
    )
)


def test_without_a_context_what_waits_for_one_is_unavailable() -> None:
    assert AllowedIntents.of(INTENTS, set()) == AllowedIntents(
        unavailable=frozenset({"confirm", "detail"})
    )


def test_one_open_context_of_several_is_enough() -> None:
    turn = AllowedIntents.of(INTENTS, {"ordering"})
    assert turn.unavailable == {"confirm"}
    assert turn.expected == {"detail"}


@given(st.sets(st.sampled_from(["cancelling", "ordering", "elsewhere"])))
def test_intents_that_wait_for_nothing_are_always_possible_and_never_expected(
    opened: set[str],
) -> None:
    turn = AllowedIntents.of(INTENTS, opened)
    assert turn.unavailable | turn.expected == {"confirm", "detail"}
    assert not turn.unavailable & turn.expected
