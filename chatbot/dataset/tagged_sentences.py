"""Sentences with tagged tokens, and the variations of them that a tagger learns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from chatbot.intents.marks.mark import EntityMark
from chatbot.text.tokens import MAX_TOKENS, SHAPES, Token, text_tokens
from chatbot.text.words import normalise

Value = tuple[Token, ...]
Span = tuple[int, int, int]
"""Entity by its number, first token, and end."""

_LOWER = {SHAPES.index(shape): SHAPES.index("lower") for shape in ("title", "upper", "mixed")}


@dataclass(frozen=True, slots=True)
class TaggedSentence:
    """Tokens of a sentence, the spans of entities in it, and the number of its intent."""

    tokens: tuple[Token, ...]
    spans: tuple[Span, ...] = ()
    intent: int = 0

    def in_lower_case(self) -> TaggedSentence:
        """Return the sentence as most people type it."""
        tokens = tuple((word, _LOWER.get(shape, shape)) for word, shape in self.tokens)
        return replace(self, tokens=tokens)

    def with_values(self, values: Sequence[Value]) -> TaggedSentence:
        """Return the sentence with other values in its spans, in their order."""
        tokens: list[Token] = []
        spans: list[Span] = []
        at = 0
        for (entity, first, end), value in zip(self.spans, values, strict=True):
            tokens += self.tokens[at:first]
            spans.append((entity, len(tokens), len(tokens) + len(value)))
            tokens += value
            at = end
        return replace(self, tokens=(*tokens, *self.tokens[at:]), spans=tuple(spans))


def tagged(
    text: str, marks: Iterable[EntityMark], entities: Sequence[str], intent: int
) -> TaggedSentence:
    """Return the sentence of a pattern; marks of other entities are left out.

    The edges of marks are edges of tokens.
    """
    tokens: list[Token] = []
    spans: list[Span] = []
    at = 0
    for mark in sorted(marks, key=lambda mark: mark.start):
        if mark.entity not in entities:
            continue
        if len(tokens) >= MAX_TOKENS:
            break
        tokens += _tokens(text[at : mark.start])
        value = _tokens(text[mark.start : mark.end])
        if value:
            spans.append((entities.index(mark.entity), len(tokens), len(tokens) + len(value)))
        tokens += value
        at = mark.end
    rest = _tokens(text[at:]) if len(tokens) < MAX_TOKENS else []
    return TaggedSentence((*tokens, *rest), tuple(spans), intent)


def _tokens(text: str) -> list[Token]:
    return [(token.word, token.shape) for token in text_tokens(normalise(text))]
