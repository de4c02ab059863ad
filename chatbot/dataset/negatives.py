"""Negative examples: out-of-scope messages for training.

A softmax over the intents has to choose an intent for any message (Hendrycks & Gimpel 2017,
https://arxiv.org/abs/1610.02136). Outlier exposure (https://arxiv.org/abs/1812.04606) trains the
network on out-of-scope messages as well. Authors write few or none, so some are generated from the
patterns, in any language, and some are the off-topic messages of the library.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np

from chatbot.text.typed import TypedWords
from chatbot.text.words import WordSplitter

Sentence = tuple[str, ...]

_OFF_TOPIC = 0.75
_COUNTER_EXAMPLES = 0.2
"""Share of the author's counter-examples, more important than the library's messages."""

_GIBBERISH, _FOREIGN_SUBJECT = 0.3, 0.5
_COMMON, _NEVER_COMMON = 0.02, 2
_MAX_LETTERS = 12

_REAL_WORD = 0.75
"""Share of real words among foreign words: a word of pieces is easier to tell than a real one."""

_MIN_CONTENT_WORD = 4

_MANY_PATTERNS = 1_000
"""With fewer, nearly all words are rare: the one that stays may as well be "what" as "wash"."""


def off_topic_messages(splitter: WordSplitter, vocabulary: Collection[str]) -> list[Sentence]:
    """Return the library's off-topic messages in the splitter's language, as words.

    Messages with words of the `vocabulary` alone are left out: the topic may be the bot's topic.
    The list is empty for a language without off-topic messages.
    """
    if not has_off_topic_messages(splitter.language):
        return []
    lines = _path(splitter.language).read_text("utf-8").splitlines()
    messages = (TypedWords(splitter.words(line), line) for line in lines)
    return [words for words in messages if not set(words) <= set(vocabulary)]


def has_off_topic_messages(language: str) -> bool:
    """Return True if the library has off-topic messages in the language."""
    return _path(language).exists()


def _path(language: str) -> Path:
    return Path(__file__).parent / "off_topic" / f"{language}.txt"


class NegativeSampler:
    """Sampler of counter-examples, off-topic messages, and generated messages of three kinds.

    Gibberish; patterns with invented words in place of rare words ("where is the blorf"), or, of
    many patterns, with real ones in place of all rare words but one ("how do I wash my violin");
    and words of the vocabulary in random order.
    """

    def __init__(
        self,
        sentences: Sequence[Sentence],
        off_topic: Sequence[Sentence],
        counter_examples: Sequence[Sentence] = (),
        requests: Sequence[Sentence] = (),
    ) -> None:
        """`requests` are off-topic messages as well, too near to the topic of a small bot."""
        counts = Counter(word for sentence in sentences for word in set(sentence))
        self._sentences = sentences
        self._counter_examples = counter_examples
        self._words = sorted(counts) or [""]
        rare = max(_NEVER_COMMON, _COMMON * len(sentences))
        self._common = {word for word, count in counts.items() if count > rare}
        self._next_letters = _letter_chain(self._words)
        self._are_many = len(sentences) >= _MANY_PATTERNS
        self._off_topic = (*off_topic, *requests) if self._are_many else off_topic
        self._foreign = sorted(_content_words(self._off_topic) - counts.keys())

    def sample(self, count: int, rng: np.random.Generator) -> list[Sentence]:
        """Return `count` messages of at least one word."""
        return [self._draw(rng) for _ in range(count)]

    def _draw(self, rng: np.random.Generator) -> Sentence:
        if self._counter_examples and rng.random() < _COUNTER_EXAMPLES:
            return self._counter_examples[int(rng.integers(len(self._counter_examples)))]
        if self._off_topic and rng.random() < _OFF_TOPIC:
            return self._off_topic[int(rng.integers(len(self._off_topic)))]
        kind = rng.random()
        pattern = self._sentences[int(rng.integers(len(self._sentences)))] or ("",)
        if kind < _GIBBERISH:
            return tuple(self._invent_word(rng) for _ in range(rng.integers(1, 9)))
        if kind < _GIBBERISH + _FOREIGN_SUBJECT:
            return self._with_foreign_subject(pattern, rng)
        indexes = rng.integers(len(self._words), size=rng.integers(2, 9))
        return tuple(self._words[i] for i in indexes)

    def _with_foreign_subject(self, pattern: Sentence, rng: np.random.Generator) -> Sentence:
        """Replace rare words: one of several stays, as a verb alone asks for nothing of the bot."""
        rare = [at for at, word in enumerate(pattern) if word not in self._common]
        if not rare:
            return (*pattern, self._foreign_word(rng))
        if self._are_many and len(rare) > 1:
            rare.pop(int(rng.integers(len(rare))))
        words = list(pattern)
        for at in rare:
            words[at] = self._foreign_word(rng)
        return tuple(words)

    def _foreign_word(self, rng: np.random.Generator) -> str:
        """Draw a word of the off-topic messages that no pattern has, or invent one."""
        if self._are_many and self._foreign and rng.random() < _REAL_WORD:
            return self._foreign[int(rng.integers(len(self._foreign)))]
        return self._invent_word(rng)

    def _invent_word(self, rng: np.random.Generator) -> str:
        """Generate a word by a Markov chain of letters: each depends on the two letters before."""
        context, word = "^^", ""
        while len(word) < _MAX_LETTERS:
            choices = self._next_letters[context]
            letter = choices[rng.integers(len(choices))]
            if letter == "$":
                break
            word += letter
            context = context[1] + letter
        return word


def _content_words(messages: Sequence[Sentence]) -> set[str]:
    words = {word for message in messages for word in message}
    return {word for word in words if word.isalpha() and len(word) >= _MIN_CONTENT_WORD}


def _letter_chain(words: Sequence[str]) -> dict[str, list[str]]:
    """Return the letters after every two letters: "^" is before a word, and "$" the end."""
    chain: dict[str, list[str]] = defaultdict(list)
    for word in words:
        context = "^^"
        for letter in f"{word}$":
            chain[context].append(letter)
            context = context[1] + letter
    return dict(chain)
