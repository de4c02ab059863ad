"""Nearest patterns: those that share the informative words."""

from chatbot.dialogue.bot import Bot
from chatbot.explanation.explain import NearPattern, nearest_patterns
from chatbot.intents.contexts import AllowedIntents


def nearest(bot: Bot, text: str, allowed: AllowedIntents | None = None) -> tuple[NearPattern, ...]:
    extractor = bot.classifier.extractor
    words = extractor.splitter.words(text)
    return nearest_patterns(extractor, bot.intents, words, allowed or AllowedIntents(), most=5)


def test_a_pattern_is_nearest_to_itself(bot: Bot) -> None:
    for intent in bot.intents:
        for pattern in intent.patterns[:2]:
            best = nearest(bot, pattern)[0]
            assert best.similarity > 0.999
            words = bot.classifier.extractor.splitter.words
            assert words(best.pattern) == words(pattern)


def test_similarity_falls_and_is_a_share(bot: Bot) -> None:
    patterns = nearest(bot, "hello, how much is a lesson on sunday")
    assert len(patterns) == 5
    similarities = [pattern.similarity for pattern in patterns]
    assert similarities == sorted(similarities, reverse=True)
    assert all(0 < similarity <= 1 for similarity in similarities)


def test_patterns_that_share_nothing_are_left_out(bot: Bot) -> None:
    assert nearest(bot, "🦉") == ()
    assert nearest(bot, "") == ()


def test_intents_that_wait_for_a_context_are_marked(bot: Bot) -> None:
    pattern, tag = next((i.patterns[0], i.tag) for i in bot.intents if i.context_filter)
    waiting = AllowedIntents.of(bot.intents, frozenset())
    marked = [near for near in nearest(bot, pattern, waiting) if near.intent == tag]
    assert marked
    assert not any(near.possible for near in marked)
    assert all(near.possible for near in nearest(bot, pattern))
