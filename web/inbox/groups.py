"""Groups of similar messages, with suggested intents."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.encoder.word_pieces import EncoderPieceReader
from chatbot.model.architectures import ENGLISH
from chatbot.text.words import MAX_CHARACTERS, WordSplitter
from web.conversations.tables import Message
from web.curation.tables import DecidedMessage
from web.inbox.messages import InboxMessage
from web.inbox.reasons import NAMES
from web.intents.catalogue import Catalogue
from web.models.live_bot import LiveBot

if TYPE_CHECKING:
    from chatbot.text.clustering import FloatArray

Sort = Literal["useful", "largest", "newest"]
Key = tuple[int, int]

MOST_SUGGESTED = 5
MOST_TEXTS = 100
"""Texts of a group to show and decide about at once; more make another group."""


@dataclass(frozen=True, slots=True)
class GroupLine:
    """Messages of a group with the same text."""

    text: str
    messages: tuple[InboxMessage, ...]

    @property
    def seqs(self) -> str:
        """Numbers of the messages, for the form."""
        return " ".join(str(message.seq) for message in self.messages)

    @property
    def comments(self) -> list[str]:
        """Comments of the visitors, each once."""
        return list(dict.fromkeys(m.comment for m in self.messages if m.comment))

    @property
    def reasons(self) -> list[str]:
        return [name for key, name in NAMES.items() if any(key in m.reasons for m in self.messages)]


@dataclass(frozen=True)
class MessageGroup:
    """Similar messages, the newest first, with the likeliest intents."""

    messages: tuple[InboxMessage, ...]
    suggestions: tuple[tuple[str, float], ...]

    @property
    def id(self) -> int:
        return self.messages[0].seq

    @cached_property
    def worth(self) -> int:
        return sum(message.weight for message in self.messages)

    @cached_property
    def lines(self) -> list[GroupLine]:
        by_text: dict[str, list[InboxMessage]] = {}
        for message in self.messages:
            by_text.setdefault(message.text, []).append(message)
        return [GroupLine(text, tuple(same)) for text, same in by_text.items()]

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Reasons with numbers of messages, the weightiest first."""
        counts = Counter(reason for message in self.messages for reason in message.reasons)
        return [(name, counts[key]) for key, name in NAMES.items() if counts[key]]

    def with_messages_before(self, before: Mapping[int, str | None]) -> "MessageGroup":
        """The same group; `before` are the texts before its messages, by their numbers."""
        messages = tuple(replace(message, before=before[message.seq]) for message in self.messages)
        return replace(self, messages=messages)

    def key(self, sort: Sort) -> Key:
        """Sort key, descending; unique."""
        first = {"useful": self.worth, "largest": len(self.messages), "newest": 0}[sort]
        return first, self.id


Worded = tuple[InboxMessage, str]


def groups_of(
    session: Session,
    messages: Sequence[InboxMessage],
    current: Catalogue,
    language: str,
    live: LiveBot | None,
) -> list[MessageGroup]:
    """Cluster the messages, without messages of words decided or learnt already.

    A thumbs-down stays, whatever the words: the answer may be wrong, not the understanding.
    """
    worded = undecided(session, messages, current, language)
    tags = frozenset(current.tags)
    places = _clusters(tuple(words for _, words in worded), _fingerprint(live))
    parts = [part for group in places for part in _parts([worded[place] for place in group])]
    return [MessageGroup(part, _suggestions(part, tags)) for part in parts]


def undecided(
    session: Session, messages: Sequence[InboxMessage], current: Catalogue, language: str
) -> list[Worded]:
    decided = sa.select(Message.text).join(DecidedMessage).distinct()
    done = {words_of(language, text) for text in session.scalars(decided)}
    done |= {words_of(language, text) for intent in current.intents for text in intent.patterns}
    worded = ((message, words_of(language, message.text)) for message in messages)
    return [
        (message, words)
        for message, words in worded
        if "thumbs_down" in message.reasons or (words and words not in done)
    ]


def _parts(worded: Sequence[Worded]) -> list[tuple[InboxMessage, ...]]:
    """Split a group by MOST_TEXTS."""
    texts = list(dict.fromkeys(message.text for message, _ in worded))
    chunk = {text: number // MOST_TEXTS for number, text in enumerate(texts)}
    parts: dict[int, list[InboxMessage]] = {}
    for message, _ in worded:
        parts.setdefault(chunk[message.text], []).append(message)
    return [tuple(part) for part in parts.values()]


def _suggestions(
    messages: Sequence[InboxMessage], tags: Collection[str]
) -> tuple[tuple[str, float], ...]:
    """Likeliest intents by the mean of the stored rankings."""
    total: defaultdict[str, float] = defaultdict(float)
    for message in messages:
        for tag, confidence in message.ranking:
            total[tag] += confidence / len(messages)
    likely = sorted((-confidence, tag) for tag, confidence in total.items() if tag in tags)
    return tuple((tag, -confidence) for confidence, tag in likely[:MOST_SUGGESTED])


def words_of(language: str, text: str) -> str:
    """Words of a text as read by the bot; texts with equal words are equal to the bot."""
    return _words(language, text[:MAX_CHARACTERS])


@lru_cache(maxsize=20_000)
def _words(language: str, text: str) -> str:
    return " ".join(_splitter(language).words(text))


@lru_cache(maxsize=1)
def _splitter(language: str) -> WordSplitter:
    return WordSplitter(language or ENGLISH)


def _fingerprint(live: LiveBot | None) -> str | None:
    """Fingerprint of the encoder that the live model uses, if any."""
    reader = live.bot.classifier.extractor.pieces if live else None
    return reader.encoder.fingerprint if isinstance(reader, EncoderPieceReader) else None


@lru_cache(maxsize=2)
def _clusters(words: tuple[str, ...], fingerprint: str | None) -> list[list[int]]:
    """Places of the words by cluster, kept for the next page or another order of the same."""
    from chatbot.text.clustering import cluster  # it loads numpy

    return cluster(words, partial(_sentence_vector, fingerprint) if fingerprint else None)


@lru_cache(maxsize=500)
def _sentence_vector(fingerprint: str, words: str) -> "FloatArray":
    from chatbot.encoder.files import DIMENSION
    from chatbot.encoder.word_pieces import installed_piece_reader, sentence_vector

    return sentence_vector(installed_piece_reader(fingerprint).read(words.split()))[DIMENSION:]
