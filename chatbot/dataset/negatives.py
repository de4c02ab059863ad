"""Messages that mean no intent, for the network to learn what it should not claim.

A softmax has to choose one of the intents it knows, however foreign the message (Hendrycks &
Gimpel 2017, https://arxiv.org/abs/1610.02136). Outlier exposure (https://arxiv.org/abs/1812.04606)
shows it examples of what is foreign. Authors write none, so some are made up from the patterns, in
whatever language they are, and some are off-topic messages that come with the library.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np

from chatbot.text.words import WordSplitter

Sentence = tuple[str, ...]

_OFF_TOPIC = 0.75
_COUNTER_EXAMPLES = 0.2
"""What the author calls off topic counts for more than what the library does."""

_GIBBERISH, _FOREIGN_SUBJECT = 0.3, 0.5
_COMMON, _NEVER_COMMON = 0.02, 2
_LONGEST_WORD = 12


def off_topic_messages(splitter: WordSplitter, known: Collection[str]) -> list[Sentence]:
    """Return the library's off-topic messages in the splitter's language, as words.

    Those that consist of `known` words are left out: the bot may well be about their topic. Empty
    for a language that there are none for.
    """
    path = Path(__file__).parent / "off_topic" / f"{splitter.language}.txt"
    if not path.exists():
        return []
    messages = (tuple(splitter.words(line)) for line in path.read_text("utf-8").splitlines())
    return [words for words in messages if not set(words) <= set(known)]


class NegativeSampler:
    """Draws counter-examples and off-topic messages, and makes up messages of three kinds.

    Gibberish; patterns whose telling words are replaced by invented ones ("where is the blorf");
    and known words thrown together.
    """

    def __init__(
        self,
        sentences: Sequence[Sentence],
        off_topic: Sequence[Sentence],
        counter_examples: Sequence[Sentence] = (),
    ) -> None:
        counts = Counter(word for sentence in sentences for word in set(sentence))
        self._sentences = sentences
        self._off_topic = off_topic
        self._counter_examples = counter_examples
        self._words = sorted(counts) or [""]
        rare = max(_NEVER_COMMON, _COMMON * len(sentences))
        self._common = {word for word, n in counts.items() if n > rare}
        self._letters = _letter_chain(self._words)

    def sample(self, count: int, rng: np.random.Generator) -> list[Sentence]:
        """Return `count` messages, at least one word each."""
        return [self._one(rng) for _ in range(count)]

    def _one(self, rng: np.random.Generator) -> Sentence:
        if self._counter_examples and rng.random() < _COUNTER_EXAMPLES:
            return self._counter_examples[int(rng.integers(len(self._counter_examples)))]
        if self._off_topic and rng.random() < _OFF_TOPIC:
            return self._off_topic[int(rng.integers(len(self._off_topic)))]
        kind = rng.random()
        pattern = self._sentences[int(rng.integers(len(self._sentences)))] or ("",)
        if kind < _GIBBERISH:
            return tuple(self._invented(rng) for _ in range(rng.integers(1, 9)))
        if kind < _GIBBERISH + _FOREIGN_SUBJECT:
            return self._with_foreign_subject(pattern, rng)
        picked = rng.integers(len(self._words), size=rng.integers(2, 9))
        return tuple(self._words[i] for i in picked)

    def _with_foreign_subject(self, pattern: Sentence, rng: np.random.Generator) -> Sentence:
        if all(word in self._common for word in pattern):
            return (*pattern, self._invented(rng))
        return tuple(word if word in self._common else self._invented(rng) for word in pattern)

    def _invented(self, rng: np.random.Generator) -> str:
        """A word nobody uses that looks like one: letters follow each other as in real words."""
        context, word = "^^", ""
        while len(word) < _LONGEST_WORD:
            choices = self._letters[context]
            letter = choices[rng.integers(len(choices))]
            if letter == "$":
                break
            word += letter
            context = context[1] + letter
        return word


def _letter_chain(words: Sequence[str]) -> dict[str, list[str]]:
    chain: dict[str, list[str]] = defaultdict(list)
    for word in words:
        context = "^^"
        for letter in f"{word}$":
            chain[context].append(letter)
            context = context[1] + letter
    return dict(chain)
