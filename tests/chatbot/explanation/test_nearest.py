"""The nearest patterns are those that share the telling words."""

from chatbot.dialogue.bot import Bot
from chatbot.explanation.explain import NearPattern, nearest_patterns
from chatbot.intents.contexts import AllowedIntents


def nearest(bot: Bot, text: str, turn: AllowedIntents | None = None) -> tuple[NearPattern, ...]:
    extractor = bot.classifier.extractor
    words = extractor.splitter.words(text)
    return nearest_patterns(extractor, bot.intents, words, turn or AllowedIntents(), most=5)


def test_a_pattern_is_nearest_to_itself(bot: Bot) -> None:
    for intent in bot.intents:
        for pattern in intent.patterns[:2]:
            best = nearest(bot, pattern)[0]
            assert best.similarity > 0.999
            words = bot.classifier.extractor.splitter.words
            assert words(best.pattern) == words(pattern)


def test_similarity_falls_and_is_a_share(bot: Bot) -> None:
    found = nearest(bot, "hello, how much is a lesson on sunday")
    assert len(found) == 5
    shares = [one.similarity for one in found]
    assert shares == sorted(shares, reverse=True)
    assert all(0 < share <= 1 for share in shares)


def test_what_shares_nothing_is_left_out(bot: Bot) -> None:
    assert nearest(bot, "🦉") == ()
    assert nearest(bot, "") == ()


def test_intents_that_wait_for_a_context_are_marked(bot: Bot) -> None:
    pattern, tag = next((i.patterns[0], i.tag) for i in bot.intents if i.context_filter)
    waiting = AllowedIntents.of(bot.intents, frozenset())
    found = [one for one in nearest(bot, pattern, waiting) if one.intent == tag]
    assert found
    assert not any(one.possible for one in found)
    assert all(one.possible for one in nearest(bot, pattern))
