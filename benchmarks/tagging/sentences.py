"""Sentences with tagged words, from files in BIO format or from intent files with marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from chatbot.dataset.tagged_sentences import TaggedSentence
from chatbot.intents.intent_set import IntentSet
from chatbot.text.tokens import text_tokens

OUTSIDE = "O"

WordSpan = tuple[str, int, int]
"""Entity, and the first word and the end."""


class SentencesError(Exception):
    """Error: a file that holds no tagged sentences. The message is a sentence."""


@dataclass(frozen=True, slots=True)
class TaggedWords:
    """Words of a sentence with their tags, such as B-city, I-city and O, and its intent."""

    words: tuple[str, ...]
    tags: tuple[str, ...]
    intent: str = ""

    @property
    def spans(self) -> list[WordSpan]:
        """Spans as conlleval counts them: an I that goes on with nothing begins a span."""
        spans: list[WordSpan] = []
        for place, tag in enumerate(self.tags):
            kind, _, entity = tag.partition("-")
            if not entity:
                continue
            last = spans[-1] if spans else None
            if kind == "I" and last and last[0] == entity and last[2] == place:
                spans[-1] = (entity, last[1], place + 1)
            else:
                spans.append((entity, place, place + 1))
        return spans

    def sentence(self, entities: Mapping[str, int], intents: Mapping[str, int]) -> TaggedSentence:
        """Return the sentence to learn; a word may have several tokens."""
        starts, tokens = [0], []
        for word in self.words:
            tokens += [(token.word, token.shape) for token in text_tokens(word)]
            starts.append(len(tokens))
        spans = [(entities[name], starts[first], starts[end]) for name, first, end in self.spans]
        kept = tuple(span for span in spans if span[1] < span[2])
        return TaggedSentence(tuple(tokens), kept, intents.get(self.intent, 0))


def read_sentences(path: Path) -> list[TaggedWords]:
    """Return the sentences of a file or folder; raises SentencesError.

    A file in BIO format has a word a line, its tag behind a space or tab, and a blank line between
    sentences. A folder has them as `seq.in`, `seq.out` and perhaps `label`, a sentence a line. Any
    other file or folder ending in .json holds intents, with marks.
    """
    if (path / "seq.in").exists():
        sentences = list(_of_columns(path))
    elif path.is_dir() or path.suffix == ".json":
        sentences = list(_of_intents(IntentSet.load(path)))
    else:
        sentences = list(_of_lines(path.read_text("utf-8").splitlines()))
    if not any(sentence.spans for sentence in sentences):
        raise SentencesError(f"{path} has no tagged words.")
    return sentences


def _of_lines(lines: Sequence[str]) -> Iterator[TaggedWords]:
    for is_blank, group in groupby(lines, lambda line: not line.strip()):
        if is_blank:
            continue
        rows = [line.split() for line in group]
        short = next((row for row in rows if len(row) < 2), None)
        if short:
            raise SentencesError(f'The line "{short[0]}" has no tag: write a word, a space, a tag.')
        yield TaggedWords(tuple(row[0] for row in rows), tuple(row[-1] for row in rows))


def _of_columns(folder: Path) -> Iterator[TaggedWords]:
    texts, tags = (
        (folder / name).read_text("utf-8").splitlines() for name in ("seq.in", "seq.out")
    )
    label = folder / "label"
    labels = label.read_text("utf-8").splitlines() if label.exists() else [""] * len(texts)
    if not len(texts) == len(tags) == len(labels):
        raise SentencesError(f"The files of {folder} have different numbers of lines.")
    for number, (text, row, intent) in enumerate(zip(texts, tags, labels, strict=True), start=1):
        words, own = tuple(text.split()), tuple(row.split())
        if len(words) != len(own):
            raise SentencesError(f"Line {number} of {folder} has {len(words)} words, but not tags.")
        yield TaggedWords(words, own, intent.strip())


def _of_intents(intents: IntentSet) -> Iterator[TaggedWords]:
    for intent in intents:
        for text in intent.patterns:
            words, tags = [], []
            tokens = text_tokens(text)
            for token in tokens:
                mark = next(
                    (m for m in intent.marks.get(text, ()) if m.start <= token.start < m.end), None
                )
                words.append(text[token.start : token.end])
                prefix = "B" if mark and mark.start == token.start else "I"
                tags.append(f"{prefix}-{mark.entity}" if mark else OUTSIDE)
            if words:
                yield TaggedWords(tuple(words), tuple(tags), intent.tag)
