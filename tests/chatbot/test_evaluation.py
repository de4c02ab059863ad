"""The `tests` of intents, asked of the small bot."""

from chatbot.bot import Bot
from chatbot.evaluation import failed_tests
from chatbot.intents import FALLBACK_TAG, Intent, IntentSet


def test_messages_that_reach_their_intent_do_not_fail(bot: Bot) -> None:
    asked = IntentSet(
        (
            Intent("greeting", tests=("hello there", "good morning")),
            Intent("thanks", tests=("thank you",)),
            Intent(FALLBACK_TAG, tests=("fnargle wibbly zzxqv",)),
        )
    )
    assert failed_tests(bot, asked) == ()


def test_an_intent_that_waits_for_a_context_is_asked_in_it(bot: Bot) -> None:
    waiting = Intent("cancel_confirmed", context_filter=("cancelling",), tests=("yes please",))
    assert failed_tests(bot, IntentSet((waiting,))) == ()
    unaware = Intent("cancel_confirmed", tests=("yes please",))
    assert len(failed_tests(bot, IntentSet((unaware,)))) == 1


def test_failures_say_what_was_reached_instead_in_the_order_of_the_files(bot: Bot) -> None:
    asked = IntentSet(
        (
            Intent("prices", tests=("hello there", "what does a lesson cost")),
            Intent("greeting", tests=("fnargle wibbly zzxqv", "thank you")),
        )
    )
    failed = failed_tests(bot, asked)
    assert [(failure.intent, failure.message, failure.got) for failure in failed] == [
        ("prices", "hello there", "greeting"),
        ("greeting", "fnargle wibbly zzxqv", FALLBACK_TAG),
        ("greeting", "thank you", "thanks"),
    ]
    assert all(0 <= failure.confidence <= 1 for failure in failed)
