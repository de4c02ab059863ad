"""Rules about words, before and after the network: what a message says word for word counts."""

from __future__ import annotations

from collections.abc import Sequence

from chatbot.dialogue.pattern_index import PatternIndex
from chatbot.intents.contexts import AllowedIntents
from chatbot.model.decision import MAX_ASKED, Decision
from chatbot.text.function_words import are_function_words
from chatbot.text.short_replies import ReplyKind, is_acknowledgement, short_reply
from chatbot.text.words import WordSplitter


class WordRules:
    """Rules of a bot about the words of a message, by the patterns of the bot."""

    def __init__(self, index: PatternIndex, splitter: WordSplitter) -> None:
        self._index = index
        self._splitter = splitter

    def applied(
        self,
        text: str,
        words: Sequence[str],
        decision: Decision,
        allowed: AllowedIntents,
        *,
        has_just_asked: bool,
    ) -> Decision:
        """Return the decision of the first rule that applies, or that of the network.

        A pattern of an intent that waits for the open contexts; a short reply to a question of the
        bot; a pattern of any other intent; function words alone; the opposite of the patterns.
        """
        tags = self._index.intents_with(words)
        return (
            _by_pattern(decision, tags & allowed.expected_last)
            or _by_pattern(decision, tags & allowed.earlier)
            or self._by_reply(decision, words, allowed, has_just_asked)
            or _by_pattern(decision, tags - allowed.unavailable)
            or _by_acknowledgement(decision, words, allowed, has_just_asked)
            or self._by_silence(decision, words, is_pattern=bool(tags))
            or self._by_contrary(decision, text, words)
            or decision
        )

    def _by_reply(
        self,
        decision: Decision,
        words: Sequence[str],
        allowed: AllowedIntents,
        has_just_asked: bool,
    ) -> Decision | None:
        """Answer by the expected intent whose patterns begin like the reply, or ask again.

        A "no" that no expected intent knows closes the subject: it is left to the other intents.
        So is an "ok" behind another answer than the question.
        """
        if not has_just_asked and is_acknowledgement(words):
            return None
        reply = short_reply(words, self._splitter.language) if allowed.expected else None
        if reply is None or self._is_something_else(words, reply, allowed):
            return None
        for expected in (allowed.expected_last, allowed.earlier):
            if tag := self._index.leaning(reply, expected):
                return decision.choosing(tag, "short_reply")
        if has_just_asked and reply != "no" and 1 < len(allowed.expected_last) <= MAX_ASKED:
            return decision.among(allowed.expected_last, "unclear_reply")
        return None

    def _is_something_else(
        self, words: Sequence[str], reply: ReplyKind, allowed: AllowedIntents
    ) -> bool:
        """Return True for several words that are a pattern of no intent of replies: "ok thanks"."""
        tags = self._index.intents_with(words) - allowed.unavailable
        are_replies = (self._index.has_replies(tag, reply) for tag in tags)
        return len(words) > 1 and bool(tags) and not any(are_replies)

    def _by_silence(
        self, decision: Decision, words: Sequence[str], *, is_pattern: bool
    ) -> Decision | None:
        """Give the fallback for function words alone, unlike any pattern."""
        if is_pattern or not words or not are_function_words(words, self._splitter.language):
            return None
        return None if self._index.is_near_pattern(words) else decision.because("function_words")

    def _by_contrary(self, decision: Decision, text: str, words: Sequence[str]) -> Decision | None:
        """Ask in place of answering the opposite of the patterns."""
        if decision.kind == "answer" and self._index.contradicts(
            decision.candidates[0], text, words
        ):
            return decision.because("opposite")
        return None


def _by_acknowledgement(
    decision: Decision, words: Sequence[str], allowed: AllowedIntents, has_just_asked: bool
) -> Decision | None:
    """Give the fallback for an "ok" that an intent would take for the reply to an old question."""
    if has_just_asked or not is_acknowledgement(words):
        return None
    is_taken = not allowed.expected.isdisjoint(decision.candidates)
    return decision.because("function_words") if is_taken else None


def _by_pattern(decision: Decision, tags: frozenset[str]) -> Decision | None:
    """Answer by the intent of the pattern; of several, by the only likely one, or ask."""
    likely = tags if len(tags) == 1 else tags.intersection(decision.candidates)
    if len(likely) == 1:
        return decision.choosing(min(likely), "pattern")
    return decision.among(tags, "shared_pattern") if tags else None
