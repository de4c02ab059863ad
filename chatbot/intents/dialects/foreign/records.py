"""Records: messages that people wrote once, as in logs, reviews and threads of comments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from chatbot.intents.dialects.common_names import LAST_NAMES
from chatbot.intents.dialects.foreign.content import Content, Values
from chatbot.intents.dialects.foreign.evidence import are_most
from chatbot.intents.dialects.modifiers import without_modifier
from chatbot.intents.dialects.slips import any_role
from chatbot.intents.dialects.texts import is_text
from chatbot.text.comparison import comparison_key

_SPOKEN = frozenset(
    (
        *(*LAST_NAMES, "input", "query", "sentence", "utterance"),
        *("entrada", "consulta", "requete", "eingabe", "anfrage", "masukan"),
    )
)
"""Names of a message that somebody wrote once, as well as of a pattern."""

_WRITERS = frozenset(
    (
        *("author", "user", "userid", "username", "sender", "reviewer", "customer", "speaker"),
        *("respondent", "autor", "usuario", "auteur", "benutzer", "penulis"),
    )
)
_ASKERS = frozenset(("requester", "respondent", "reviewer", "sender", "speaker", "participant"))
"""Names of who wrote what is answered; an author may be that of a file."""

_OF_RECORD = _WRITERS | frozenset(
    (
        *("rating", "stars", "likes", "upvotes", "retweets"),
        *("timestamp", "time", "datetime", "createdat", "createdon", "sentat", "publishedat"),
    )
)
"""Names of who wrote a message, of the moment in a log, and of how people liked it."""

_TIMES = frozenset(("date", "confidence", "fecha", "datum", "tanggal"))
"""Names of what is known about a message without an answer: beside one, authors note a date."""

_PERSONS = frozenset(
    (
        *("name", "nombre", "nome", "nom", "nama", "email", "from", "session", "sessionid"),
        *("respondentid", "participantid"),
    )
)
"""Names of somebody who answers a question that others answer, too."""

_LABELS = frozenset(("id", "lang", "language", "locale"))
"""Names that an answer shares with its question, without being one."""


def are_records(items: Sequence[Content]) -> bool:
    """True for a message in most items, with its author, its time, or how people liked it.

    What is the same in all items tells who wrote the file.
    """
    is_answered = any(item.answers for item in items)
    names = _OF_RECORD if is_answered else _OF_RECORD | _TIMES
    if _are_asked_again(items):
        names |= _TIMES | _PERSONS
    elif not are_most(items, _is_message):
        names = _ASKERS
    return any(_differs(name, items) for name in names)


def _is_message(item: Content) -> bool:
    return all(
        without_modifier(name, "patterns") in _SPOKEN and is_text(value)
        for name, value in item.patterns.items()
    )


def _are_asked_again(items: Sequence[Content]) -> bool:
    """True for questions of which most are those of other items, too: several people answer."""
    texts = [comparison_key(text) for item in items for text in item.messages]
    return 2 * sum(count for count in Counter(texts).values() if count > 1) > len(texts)


def _differs(name: str, items: Sequence[Content]) -> bool:
    """True for a name in most items whose value differs, or in a single item."""
    values = [repr(item.values[name]) for item in items if name in item.values]
    return 2 * len(values) > len(items) and (len(items) == 1 or len({*values}) > 1)


def have_replies(items: Sequence[Content]) -> bool:
    """True for answers with writers, or in the form of what they answer: comments, and forums."""
    return are_most(items, _has_replies)


def _has_replies(item: Content) -> bool:
    return any(
        not _WRITERS.isdisjoint(answer) or _is_alike(item.values, answer) for answer in item.choices
    )


def _is_alike(item: Values, answer: Values) -> bool:
    shared = (answer.keys() & item.keys()) - _LABELS
    return len(shared) > 1 and any(any_role(name) == "patterns" for name in answer)
