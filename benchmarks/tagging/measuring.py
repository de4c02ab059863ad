"""Training of a tagger on sentences, and the spans that it finds in others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter, process_time

from benchmarks.tagging.sentences import TaggedWords, WordSpan
from chatbot.dataset.tagging_data import TaggingData
from chatbot.encoder.piece_table import PieceTable
from chatbot.model.onnx_graph import OnnxGraph
from chatbot.model.tagger import EntityTagger
from chatbot.text.words import WordSplitter
from chatbot.training.tagging import TrainedTagger


@dataclass(frozen=True, slots=True)
class SpanFigures:
    """Spans found, there, and both; seconds of CPU of the training, ms a sentence, and bytes."""

    seed: int
    right: int
    spans: int
    expected: int
    new_right: int
    new_expected: int
    cpu_seconds: float
    milliseconds: float
    size: int

    @property
    def precision(self) -> float:
        """Share of the spans that are right."""
        return self.right / max(self.spans, 1)

    @property
    def recall(self) -> float:
        """Share of the expected spans that are found."""
        return self.right / max(self.expected, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of both: micro average, exact match, as conlleval has it."""
        return 2 * self.right / max(self.spans + self.expected, 1)

    @property
    def new_recall(self) -> float:
        """Recall of spans with words that no learnt span of any entity has."""
        return self.new_right / max(self.new_expected, 1)


def measure(
    train: Sequence[TaggedWords],
    test: Sequence[TaggedWords],
    language: str,
    pieces: PieceTable | None,
    seed: int,
) -> SpanFigures:
    """Train a tagger, and count the spans that it finds as in a message to a bot."""
    started = process_time()
    trained = _trained(train, language, pieces, seed)
    cpu = process_time() - started
    tagger = EntityTagger(OnnxGraph(trained.graph), trained.features, trained.entities)
    learnt = {_text(sentence, span) for sentence in train for span in sentence.spans}
    started = perf_counter()
    spans_found = [spans_in(tagger, sentence.words) for sentence in test]
    milliseconds = (perf_counter() - started) / len(test) * 1000
    counts = _counts(test, [{*spans} for spans in spans_found], learnt)
    return SpanFigures(seed, *counts, cpu, milliseconds, len(trained.graph))


def _counts(
    test: Sequence[TaggedWords], spans_found: Sequence[set[WordSpan]], learnt: set[str]
) -> tuple[int, int, int, int, int]:
    """Spans that are right, found, and expected; those of words not learnt: right, expected."""
    pairs = [({*s.spans}, spans) for s, spans in zip(test, spans_found, strict=True)]
    new = [
        (span, spans)
        for sentence, (expected, spans) in zip(test, pairs, strict=True)
        for span in expected
        if _text(sentence, span) not in learnt
    ]
    return (
        sum(len(expected & spans) for expected, spans in pairs),
        sum(len(spans) for _, spans in pairs),
        sum(len(expected) for expected, _ in pairs),
        sum(span in spans for span, spans in new),
        len(new),
    )


def spans_in(tagger: EntityTagger, words: Sequence[str]) -> list[WordSpan]:
    """Return the spans of words that a tagger finds in a sentence."""
    owners = [number for number, word in enumerate(words) for _ in f"{word} "]
    return [
        (span.entity, owners[span.start], owners[span.end - 1] + 1)
        for span in tagger.spans(" ".join(words))
        if not span.is_alternative
    ]


def _trained(
    sentences: Sequence[TaggedWords], language: str, pieces: PieceTable | None, seed: int
) -> TrainedTagger:
    names = sorted({entity for sentence in sentences for entity, _, _ in sentence.spans})
    intents = sorted({sentence.intent for sentence in sentences})
    numbers = [{name: number for number, name in enumerate(group)} for group in (names, intents)]
    learnt = [sentence.sentence(*numbers) for sentence in sentences]
    data = TaggingData([s for s in learnt if s.tokens], len(names), len(intents))
    return TrainedTagger.train(data, names, WordSplitter(language), pieces, seed)


def _text(sentence: TaggedWords, span: WordSpan) -> str:
    return " ".join(sentence.words[span[1] : span[2]]).casefold()
