"""What the guard said, in a sentence that is true."""

from chatbot.bot import Bot
from chatbot.confidence import Guard
from chatbot.contexts import Turn
from chatbot.decision import Decision, decision


def decided(bot: Bot, text: str, turn: Turn | None = None) -> Decision:
    return decision(bot, bot.classifier.predict(text), turn or Turn())


def with_threshold(bot: Bot, threshold: float) -> Bot:
    return Bot(bot.classifier, bot.intents, Guard(threshold))


def test_an_answer_says_how_much_it_had_and_needed(bot: Bot) -> None:
    found = decided(with_threshold(bot, 0.01), "hello")
    assert found.accepted
    share = f"{found.ranking[0].calibrated:.1%}"
    assert found.sentence == (
        f"Answered: {found.ranking[0].intent} has {share}, and 1.0% are enough."
    )


def test_a_fallback_says_what_would_be_needed(bot: Bot) -> None:
    found = decided(with_threshold(bot, 0.9999), "hello")
    assert not found.accepted
    assert found.sentence.startswith(f"Fallback: {found.ranking[0].intent} has ")
    assert found.sentence.endswith("and 100.0% would be needed.")


def test_a_message_that_resembles_nothing_is_refused_for_that(bot: Bot) -> None:
    found = decided(with_threshold(bot, 0.0), "🦉")
    assert not found.accepted
    assert found.sentence == "Fallback: nothing in this message resembles a word of any pattern."


def test_where_all_intents_wait_none_is_possible(bot: Bot) -> None:
    found = decided(bot, "hello", Turn(unavailable=frozenset(bot.classifier.labels)))
    assert found.ranking == ()
    assert not found.accepted
    assert found.sentence == "Fallback: every intent waits for a context that is not open."
