"""Wording of the dialect of an intent file, and of the notes of its reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatbot.text.wording import counted, shortened
from web.http.numbers import number
from web.http.translation import _, later, translated

if TYPE_CHECKING:
    from chatbot.intents.conversion import LeftOut
    from chatbot.intents.dialects.dialect import Dialect
    from chatbot.intents.dialects.note import NoteKind
    from chatbot.intents.joining import PlacedNote

_NOTES: dict[NoteKind, tuple[str, str]] = {
    "assignment": (later("An assignment around the value is left out"), ""),
    "blank_context": (later("A blank context is left out"), later("blank contexts are left out")),
    "blank_pattern": (later("A blank pattern is left out"), later("blank patterns are left out")),
    "blank_response": (
        later("A blank response is left out"),
        later("blank responses are left out"),
    ),
    "call": (later("A call around the value is left out"), ""),
    "comment": (later("A comment is left out"), later("comments are left out")),
    "constant": (
        later("A constant of Python or JavaScript is read as that of JSON"),
        later("constants of Python or JavaScript are read as those of JSON"),
    ),
    "context_object": (later('"{key}" of a context is read as "{meaning}"'), ""),
    "continued": (
        later("The file goes on after its end: what follows is read as well"),
        "",
    ),
    "empty_intent": (
        later("An intent without patterns and responses is left out"),
        later("intents without patterns and responses are left out"),
    ),
    "fallback_beside": (later('"{key}" beside the intents is read as the fallback'), ""),
    "fallback_by_name": (
        later('"{key}" is read as the fallback, for its name. Give it the tag "{meaning}"'),
        "",
    ),
    "fallback_by_shape": (
        later(
            '"{key}" is read as the fallback, for it has responses and no patterns. Give it the tag'
            ' "{meaning}", or write patterns'
        ),
        "",
    ),
    "fence": (later("A Markdown fence is left out"), ""),
    "groups": (later("Patterns in groups ({key}) are joined"), ""),
    "joined_tag": (later('"{key}" is there already at {meaning}: the two are joined'), ""),
    "key": (later("A key without quotes is read"), later("keys without quotes are read")),
    "locale": (
        later("Of responses by language ({key}), those of {meaning} are read"),
        "",
    ),
    "misspelt_key": (later('"{key}" is read as "{meaning}": is this a slip?'), ""),
    "negative_group": (
        later(
            'The texts of "{key}" are left out: messages that are not meant have no place in an'
            " intent"
        ),
        "",
    ),
    "nested_intents": (
        later('The intents in "{key}" are left out: move them to the list of intents'),
        "",
    ),
    "nested_list": (
        later("A list in a list is joined to it"),
        later("lists in lists are joined to them"),
    ),
    "no_intent": (
        later("This is no intent, and left out"),
        later("members are no intents, and left out"),
    ),
    "unread_condition": (
        later('The condition "{key}" is left out: the response is given at any time'),
        "",
    ),
    "unread_context": (
        later(
            '"{key}" is left out: call it "context_set" if the answer opens contexts by these'
            " names, or"
            ' "context_filter" if the intent waits for them'
        ),
        "",
    ),
    "unread_texts": (
        later(
            'The texts of "{key}" are left out, and the intent has no {meaning}: if these are they,'
            ' call them "{meaning}"'
        ),
        "",
    ),
    "unread_key": (later('"{key}" is left out beside "{meaning}"'), ""),
    "unread_object": (
        later("An object without a text or an address is left out of the responses"),
        later("objects without a text or an address are left out of the responses"),
    ),
    "number": (later("A number is read as a text"), later("numbers are read as texts")),
    "object_for_text": (later('The text is taken from "{key}" of an object'), ""),
    "old_context": (later('"{key}" is read as "{meaning}"'), ""),
    "other_key": (later('"{key}" is read as "{meaning}", too'), ""),
    "outer_fallback": (
        later(
            'The texts of "{key}" beside the intents are left out: if they answer what nothing'
            " fits,"
            ' write them as the responses of an intent with the tag "fallback"'
        ),
        "",
    ),
    "outer_intent": (
        later(
            'Only the intents in "{key}" are read, and the texts beside them are left out: if they'
            " are an intent, move it into the list"
        ),
        "",
    ),
    "outer_responses": (later('The responses by tag in "{key}" beside the intents are read'), ""),
    "outer_texts": (
        later('The texts of "{key}" beside the intents are left out: move each into its intent'),
        "",
    ),
    "question_tag": (
        later("A question has no tag: it is made from its words"),
        later("questions have no tag: it is made from their words"),
    ),
    "repeated_key": (
        later("A key that is there twice with the same value is read once"),
        later("keys that are there twice with the same value are read once"),
    ),
    "parentheses": (
        later("A value in parentheses is read without them"),
        later("values in parentheses are read without them"),
    ),
    "quote": (
        later("A text in other quotes than double ones is read"),
        later("texts in other quotes than double ones are read"),
    ),
    "space": (
        later("A character that is no space in JSON is left out"),
        later("characters that are no space in JSON are left out"),
    ),
    "text_for_list": (
        later("A text alone is read as a list of one"),
        later("texts alone are read as lists of one"),
    ),
    "trailing_comma": (
        later("A comma after the last item is left out"),
        later("commas after the last item are left out"),
    ),
    "tuple": (
        later("A tuple of Python is read as a list"),
        later("tuples of Python are read as lists"),
    ),
    "wildcard": (
        later("A pattern that stands for anything is left out"),
        later("patterns that stand for anything are left out"),
    ),
}
"""Sentences about one place, and about several after their number."""

_SHAPES = {
    "list": "a list of intents",
    "names": "an object with an intent by each name",
    "single": "intents one by one",
    "questions": "questions with answers, without tags",
    "rasa": "examples of Rasa",
    "answered": "answers by question",
    "tags": "patterns by tag, beside responses by tag",
}


def note_sentence(placed: PlacedNote) -> str:
    """Sentence for people about a note, without its place."""
    note = placed.note
    alone, several = map(translated, _NOTES[note.kind])
    words = {"key": shortened(note.key), "meaning": shortened(note.meaning, 200)}
    if note.count == 1:
        return alone.format(**words) + ("" if alone.endswith("?") else ".")
    if several:
        return _(
            "%(count)s %(things)s; this is the first.",
            count=number(note.count),
            things=several.format(**words),
        )
    return _(
        "%(thing)s (%(count)s places; this is the first).",
        thing=alone.format(**words),
        count=number(note.count),
    )


def left_out_sentence(left_out: LeftOut) -> str:
    """Sentence about a key that a converted file has no place for."""
    sentence = f'"{shortened(left_out.key)}" is left out'
    if left_out.count == 1:
        return f"{sentence}."
    return f"{sentence} ({counted(left_out.count, 'place')}; this is the first)."


def dialect_phrase(dialect: Dialect) -> str:
    """Phrase about a dialect: 'a list of intents under "data"; "text" are the patterns'."""
    if dialect.is_ours:
        return "Recollect's own"
    keys = [f'"{shortened(str(step))}"' for step in dialect.paths[0] if isinstance(step, str)]
    under = f" under {' in '.join(reversed(keys))}" if keys else ""
    around = ", in a list" if any(isinstance(step, int) for step in dialect.paths[0]) else ""
    names = [
        f'"{shortened(key)}" is {role}'
        for role, key in dialect.names.items()
        if key != role and role != "context"
    ]
    return f"{_SHAPES[dialect.shape]}{under}{around}{'; ' if names else ''}{', '.join(names)}"
