"""Mentions of learnt values, made of the spans of a tagger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chatbot.entities.entity import Guess, Mention
from chatbot.entities.learnt import CERTAIN, LEAST_CONFIDENCE, SURE, LearntSpan
from chatbot.entities.line import Line, Token
from chatbot.text.evasions import is_evasion
from chatbot.text.function_words import is_function_word
from chatbot.text.negation import has_negator
from chatbot.text.short_replies import is_reply_word


def guessed(spans: Sequence[LearntSpan], line: Line) -> Iterator[tuple[str, Mention]]:
    """Return the mentions of a line, each with the name of its entity."""
    certain = [s for s in spans if s.confidence >= CERTAIN and not s.is_alternative]
    for span in spans:
        if span.confidence < LEAST_CONFIDENCE or _is_empty(_within(span, line), line):
            continue
        is_whole = _is_empty(_around(span, line), line)
        if span.is_alternative and not is_whole and any(_overlap(span, s) for s in certain):
            continue
        if not _is_negated(span, line):
            yield span.entity, _mention(span, line, is_whole=is_whole)


def _mention(span: LearntSpan, line: Line, *, is_whole: bool) -> Mention:
    is_sure = span.confidence >= SURE and not span.is_alternative
    guess = Guess(is_sure and span.confidence >= CERTAIN, is_whole)
    return Mention(line.text[span.start : span.end], span.start, span.end, is_sure, guess)


def _within(span: LearntSpan, line: Line) -> list[Token]:
    return [token for token in line.tokens if span.start <= token.start < span.end]


def _around(span: LearntSpan, line: Line) -> list[Token]:
    return [token for token in line.tokens if not span.start <= token.start < span.end]


def _is_empty(tokens: Sequence[Token], line: Line) -> bool:
    """True for a yes, a no, a "later" and the like, which are the value of nothing."""
    language = line.language
    return all(is_reply_word(t.word, language) or is_evasion(t.word, language) for t in tokens)


def _overlap(span: LearntSpan, other: LearntSpan) -> bool:
    return span.start < other.end and other.start < span.end


def _is_negated(span: LearntSpan, line: Line) -> bool:
    """True behind a bare "not", as in "not Oslo" and "not in Oslo"."""
    end = span.start
    for token in reversed([token for token in line.tokens if token.end <= span.start]):
        if line.text[token.end : end].strip():
            return False
        if has_negator((token.word,), line.language):
            return True
        if not is_function_word(token.word, line.language):
            return False
        end = token.start
    return False
