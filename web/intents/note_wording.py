"""Wording of the dialect of an intent file, and of the notes of its reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatbot.text.wording import counted, shortened

if TYPE_CHECKING:
    from chatbot.intents.conversion import LeftOut
    from chatbot.intents.dialects.dialect import Dialect
    from chatbot.intents.dialects.note import NoteKind
    from chatbot.intents.joining import PlacedNote

_NOTES: dict[NoteKind, tuple[str, str]] = {
    "assignment": ("An assignment around the value is left out", ""),
    "blank_pattern": ("A blank pattern is left out", "blank patterns are left out"),
    "blank_response": ("A blank response is left out", "blank responses are left out"),
    "call": ("A call around the value is left out", ""),
    "comment": ("A comment is left out", "comments are left out"),
    "constant": (
        "A constant of Python or JavaScript is read as that of JSON",
        "constants of Python or JavaScript are read as those of JSON",
    ),
    "context_object": ('"{key}" of a context is read as "{meaning}"', ""),
    "continued": (
        "The file goes on after its end: what follows is read as well",
        "",
    ),
    "empty_intent": (
        "An intent without patterns and responses is left out",
        "intents without patterns and responses are left out",
    ),
    "fallback_by_name": (
        '"{key}" is read as the fallback, for its name. Give it the tag "{meaning}"',
        "",
    ),
    "fallback_by_shape": (
        '"{key}" is read as the fallback, for it has responses and no patterns. Give it the tag'
        ' "{meaning}", or write patterns',
        "",
    ),
    "fence": ("A Markdown fence is left out", ""),
    "groups": ("Patterns in groups ({key}) are joined", ""),
    "joined_tag": ('"{key}" is there already at {meaning}: the two are joined', ""),
    "key": ("A key without quotes is read", "keys without quotes are read"),
    "locale": (
        "Of responses by language ({key}), those of {meaning} are read",
        "",
    ),
    "misspelt_key": ('"{key}" is read as "{meaning}": is this a slip?', ""),
    "negative_group": (
        'The texts of "{key}" are left out: messages that are not meant have no place in an intent',
        "",
    ),
    "nested_intents": (
        'The intents in "{key}" are left out: move them to the list of intents',
        "",
    ),
    "nested_list": ("A list in a list is joined to it", "lists in lists are joined to them"),
    "no_intent": (
        "This is no intent, and left out",
        "members are no intents, and left out",
    ),
    "unread_context": (
        '"{key}" is left out: call it "context_set" if the answer opens contexts by these names, or'
        ' "context_filter" if the intent waits for them',
        "",
    ),
    "unread_texts": (
        'The texts of "{key}" are left out, and the intent has no {meaning}: if these are they,'
        ' call them "{meaning}"',
        "",
    ),
    "unread_key": ('"{key}" is left out beside "{meaning}"', ""),
    "unread_object": (
        "An object without a text or an address is left out of the responses",
        "objects without a text or an address are left out of the responses",
    ),
    "number": ("A number is read as a text", "numbers are read as texts"),
    "object_for_text": ('The text is taken from "{key}" of an object', ""),
    "old_context": ('"{key}" is read as "{meaning}"', ""),
    "other_key": ('"{key}" is read as "{meaning}", too', ""),
    "outer_fallback": (
        'The texts of "{key}" beside the intents are left out: if they answer what nothing fits,'
        ' write them as the responses of an intent with the tag "fallback"',
        "",
    ),
    "outer_intent": (
        'Only the intents in "{key}" are read, and the texts beside them are left out: if they'
        " are an intent, move it into the list",
        "",
    ),
    "outer_responses": ('The responses by tag in "{key}" beside the intents are read', ""),
    "outer_texts": (
        'The texts of "{key}" beside the intents are left out: move each into its intent',
        "",
    ),
    "question_tag": (
        "A question has no tag: it is made from its words",
        "questions have no tag: it is made from their words",
    ),
    "parentheses": (
        "A value in parentheses is read without them",
        "values in parentheses are read without them",
    ),
    "quote": (
        "A text in other quotes than double ones is read",
        "texts in other quotes than double ones are read",
    ),
    "space": (
        "A character that is no space in JSON is left out",
        "characters that are no space in JSON are left out",
    ),
    "text_for_list": (
        "A text alone is read as a list of one",
        "texts alone are read as lists of one",
    ),
    "trailing_comma": (
        "A comma after the last item is left out",
        "commas after the last item are left out",
    ),
    "tuple": ("A tuple of Python is read as a list", "tuples of Python are read as lists"),
    "wildcard": (
        "A pattern that stands for anything is left out",
        "patterns that stand for anything are left out",
    ),
}
"""Sentences about one place, and about several after their number."""

_SHAPES = {
    "list": "a list of intents",
    "names": "an object with an intent by each name",
    "single": "intents one by one",
    "questions": "questions with answers, without tags",
    "rasa": "examples of Rasa",
    "tags": "patterns by tag, beside responses by tag",
}


def note_sentence(placed: PlacedNote) -> str:
    """Sentence for people about a note, without its place."""
    note = placed.note
    alone, several = _NOTES[note.kind]
    words = {"key": shortened(note.key), "meaning": shortened(note.meaning, 200)}
    if note.count == 1:
        return alone.format(**words) + ("" if alone.endswith("?") else ".")
    if several:
        return f"{note.count:,} {several.format(**words)}; this is the first."
    return f"{alone.format(**words)} ({counted(note.count, 'place')}; this is the first)."


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
