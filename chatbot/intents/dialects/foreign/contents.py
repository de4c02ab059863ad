"""Items with texts by names that intents have, too, and that are none: records, tests, branches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from chatbot.intents.dialects.foreign.item_texts import (
    MOST,
    Item,
    in_sentence,
    is_word,
    objects_of,
    texts_of,
    values_of,
)
from chatbot.intents.dialects.foreign.other_files import OtherFile
from chatbot.intents.dialects.names import QUESTION_NAMES, normalized
from chatbot.intents.dialects.texts import is_text

_SPOKEN = frozenset(
    (
        *("text", "texts", "input", "query", "sentence", "utterance", "userinput", "userquery"),
        *("usermessage", "entrada", "consulta", "requete", "eingabe", "anfrage", "masukan"),
    )
)
"""Names of a message that somebody wrote once, as well as of a pattern."""

_OF_RECORD = frozenset(
    (
        *("author", "user", "userid", "username", "sender", "reviewer", "customer", "speaker"),
        *("rating", "stars", "likes", "upvotes", "retweets"),
        *("timestamp", "datetime", "createdat", "createdon", "sentat", "publishedat"),
        *("autor", "usuario", "auteur", "benutzer", "penulis"),
    )
)
"""Names of who wrote a message, of the moment in a log, and of how people liked it."""

_TIMES = frozenset(("date", "time", "confidence", "fecha", "datum", "tanggal"))
"""Names of what is known about a message without an answer: beside one, authors note a date."""

_BRANCHES = frozenset(
    (
        *("next", "nextid", "nextnode", "nextstep", "nextdialog", "nextdialogue", "nextscene"),
        *("goto", "gotoid", "leadsto", "jumpto", "targetid"),
    )
)
_INPUTS, _OUTPUTS = frozenset(("input", "inputs")), frozenset(("output", "outputs"))
_GRADES = frozenset(
    (
        *("positive", "negative", "neutral", "mixed", "pos", "neg", "spam", "ham", "toxic"),
        *("nontoxic", "joy", "anger", "fear", "sadness", "surprise", "love", "disgust"),
        *("positif", "negatif", "netral", "positivo", "negativo", "neutro", "positiv", "negativ"),
    )
)
_VOTES = frozenset(("votes", "votecount", "count", "percent", "percentage", "points"))
_LABELS = frozenset(("id", "lang", "language", "locale"))
"""Names that an answer shares with its question, without being one."""

_OWN_TAGS = frozenset(("tag", "intent"))
_LONGEST_CHOICE = 6
"""Words of an answer to choose: of forums, answers with votes are longer."""

_LONGEST_NAME = 4
"""Words of a context: it has a name, where a passage has sentences."""


def foreign_kind(items: Sequence[Any]) -> OtherFile | None:
    """Return the kind of things that items with names of intents are, None for intents."""
    objects = [item for item in items[:MOST] if isinstance(item, dict)]
    if any("patterns" in item and not {"tag", "responses"}.isdisjoint(item) for item in objects):
        return None
    contents = [item for item in objects if any(values_of(item, "patterns"))]
    if not contents or _are_most(contents, _is_tagged_and_answered):
        return None
    return next((kind for kind, is_kind in _KINDS if is_kind(contents)), None)


def _are_most(items: Sequence[Item], is_such: Callable[[Item], bool]) -> bool:
    """True for more than half of the items: a single one tells nothing about the others."""
    return 2 * sum(map(is_such, items)) > len(items)


def _is_tagged_and_answered(item: Item) -> bool:
    return not _OWN_TAGS.isdisjoint(values_of(item, "tag")) and any(texts_of([item], "responses"))


def _have_no_words(items: Sequence[Item]) -> bool:
    """True if no pattern has a letter or an emoji: numbers, shapes, paths of a program.

    Where answers are sentences, the patterns are the numbers of a menu.
    """
    are_answered = any(map(in_sentence, texts_of(items, "responses")))
    return not are_answered and not any(map(is_word, texts_of(items, "patterns")))


def _are_unanswered(items: Sequence[Item]) -> bool:
    """True for questions of which none has an answer in words: a survey, or one to fill in."""
    questions = [item for item in items if any(values_of(item, "responses"))]
    return bool(questions) and not any(texts_of(questions, "responses"))


def _are_records(items: Sequence[Item]) -> bool:
    """True for a message in each item, with its author, its time, or how people liked it."""
    return all(map(_is_record, items))


def _is_record(item: Item) -> bool:
    patterns = values_of(item, "patterns")
    is_once = all(name in _SPOKEN and is_text(value) for name, value in patterns.items())
    is_answered = any(texts_of([item], "responses"))
    names = _OF_RECORD if is_answered else _OF_RECORD | _TIMES
    return is_once and not names.isdisjoint(map(normalized, item))


def _have_replies(items: Sequence[Item]) -> bool:
    """True for answers in the form of what they answer: comments, each with further ones."""
    return _are_most(items, _has_replies)


def _has_replies(item: Item) -> bool:
    return any(
        len((inner.keys() & item.keys()) - _LABELS) > 1 and any(values_of(inner, "patterns"))
        for inner in objects_of(item, "responses")
    )


def _have_votes(items: Sequence[Item]) -> bool:
    """True for answers in a few words, each with how often people gave it, or its worth."""
    answers = [inner for item in items for inner in objects_of(item, "responses")]
    return bool(answers) and all(
        not _VOTES.isdisjoint(map(normalized, inner))
        and all(len(text.split()) <= _LONGEST_CHOICE for text in inner.values() if is_text(text))
        for inner in answers
    )


def _have_branches(items: Sequence[Item]) -> bool:
    """True for answers to choose from, each with the line that follows: a dialogue of a game."""
    return _are_most(items, _has_branches)


def _has_branches(item: Item) -> bool:
    answers = objects_of(item, "responses")
    return any(not _BRANCHES.isdisjoint(map(normalized, answer)) for answer in answers)


def _have_passages(items: Sequence[Item]) -> bool:
    """True for questions with the text that has the answers."""
    return _are_most(items, _has_passage)


def _has_passage(item: Item) -> bool:
    is_question = not QUESTION_NAMES.isdisjoint(map(normalized, item))
    return is_question and any(map(_is_passage, values_of(item, "context").values()))


def _is_passage(value: Any) -> bool:
    if isinstance(value, list):
        return any(map(_is_passage, value))
    words = value.split() if isinstance(value, str) else []
    return len(words) > _LONGEST_NAME or (len(words) > 1 and value.rstrip().endswith("."))


def _are_runs(items: Sequence[Item]) -> bool:
    """True for inputs and outputs, none of which is said to anybody."""
    by_program = [
        item
        for item in items
        if values_of(item, "patterns").keys() <= _INPUTS
        and _OUTPUTS.issuperset(values_of(item, "responses"))
    ]
    outputs = texts_of(by_program, "responses")
    return len(by_program) == len(items) and not any(map(in_sentence, outputs))


def _have_grades(items: Sequence[Item]) -> bool:
    """True for texts without answers that have a mood, or are spam, in place of a purpose.

    Several texts of a mood are the patterns of an intent.
    """
    if any(isinstance(value, list) for i in items for value in values_of(i, "patterns").values()):
        return False
    pairs = [pair for item in items for pair in values_of(item, "tag").items()]
    grades = {normalized(str(value)) for name, value in pairs if name != "id"}
    is_answered = any(any(values_of(item, "responses")) for item in items)
    return bool(grades) and not is_answered and all(map(_is_grade, grades))


def _is_grade(tag: str) -> bool:
    return tag in _GRADES or tag.isdecimal()


_KINDS: tuple[tuple[OtherFile, Callable[[Sequence[Item]], bool]], ...] = (
    (OtherFile("data of a program, without words", ()), _have_no_words),
    (OtherFile("a thread of comments", ()), _have_replies),
    (OtherFile("a record of messages, with their authors or times", ()), _are_records),
    (OtherFile("a poll", ()), _have_votes),
    (OtherFile("a dialogue with answers to choose from", ()), _have_branches),
    (OtherFile("a data set of questions about texts", ()), _have_passages),
    (OtherFile("a survey, or questions without an answer in words", ()), _are_unanswered),
    (OtherFile("inputs and outputs of a program", ()), _are_runs),
    (OtherFile("a data set of texts with grades", ()), _have_grades),
)
