"""Wording of imports: counts, and all that was not carried over."""

from collections.abc import Mapping, Sequence

from chatbot.intents.formats.exports.unwritten import Unwritten, UnwrittenKind
from chatbot.intents.formats.imported import (
    ContinuedRows,
    GuessedColumns,
    ImportedIntents,
    Loss,
    LossKind,
    TopicColumn,
)
from chatbot.intents.formats.tables.columns import Meaning
from chatbot.intents.reserved_tags import FALLBACK_TAG
from chatbot.text.wording import counted, shortened

_LOSSES: dict[LossKind, tuple[str, str]] = {
    "action": ("action or webhook", "actions or webhooks"),
    "blank_text": ("blank text", "blank texts"),
    "cancellation": (
        "form without words for a cancellation: it has “OK.”, write your own",
        "forms without words for a cancellation: they have “OK.”, write your own",
    ),
    "character": ("text with half a character, now ?", "texts with half characters, now ?"),
    "column": ("other column", "other columns"),
    "condition": (
        "further condition: the text is there, and said without it",
        "further conditions: the texts are there, and said without them",
    ),
    "context_fallback": ("fallback of a single context", "fallbacks of single contexts"),
    "dialog_node": ("dialog node or action without an intent", "dialog nodes without an intent"),
    "disabled": ("disabled question", "disabled questions"),
    "empty_intent": (
        "intent without messages and responses",
        "intents without messages and responses",
    ),
    "entity": ("entity", "entities"),
    "entity_mark": (
        "marked entity in messages: its words are there, the mark is not",
        "marked entities in messages: their words are there, the marks are not",
    ),
    "event": ("event", "events"),
    "expansion": (
        "list that takes other values as well: it has those that are listed",
        "lists that take other values as well: they have those that are listed",
    ),
    "form": ("form", "forms"),
    "greeting": (
        "greeting at the start: write it in RECOLLECT_BOT_GREETING",
        "greetings at the start: write them in RECOLLECT_BOT_GREETING",
    ),
    "jump": ("jump to another place", "jumps to other places"),
    "key": ("other key", "other keys"),
    "language": (
        "text in another language: choose it by --language",
        "texts in other languages: choose one by --language",
    ),
    "line": ("line outside of questions and answers", "lines outside of questions and answers"),
    "lookup": ("lookup table", "lookup tables"),
    "malformed": ("value of an unexpected kind", "values of an unexpected kind"),
    "markup": ("HTML mark, shown as it is", "HTML marks, shown as they are"),
    "nearest_entity": (
        "slot of a kind that is unknown here: it takes the nearest",
        "slots of kinds that are unknown here: they take the nearest",
    ),
    "optional_parameter": (
        "parameter that nobody asks for",
        "parameters that nobody asks for",
    ),
    "other_file": ("file without intents", "files without intents"),
    "parameter": ("parameter or slot of an intent", "parameters or slots of intents"),
    "placeholder": (
        "placeholder in responses, said as it is",
        "placeholders in responses, said as they are",
    ),
    "priority": ("priority", "priorities"),
    "regex": ("regular expression", "regular expressions"),
    "rich_response": (
        "button, image, card or custom response",
        "buttons, images, cards or custom responses",
    ),
    "several_values": (
        "parameter with several values: the form takes one",
        "parameters with several values: the forms take one of them",
    ),
    "slot": ("slot", "slots"),
    "slot_source": (
        "further source or condition of a slot",
        "further sources or conditions of slots",
    ),
    "story_step": ("other step of a story", "other steps of stories"),
    "synonym": ("synonym", "synonyms"),
    "template": ("template of messages", "templates of messages"),
    "topic": ("topic of an intent", "topics of intents"),
    "trained_test": (
        "test that is also a pattern of its intent",
        "tests that are also patterns of their intents",
    ),
    "unanswered": ("statement without a reply", "statements without a reply"),
    "unnamed_intent": ("intent without a name", "intents without a name"),
    "unused_response": (
        "response that no intent leads to",
        "responses that no intent leads to",
    ),
    "value": (
        "value or synonym of an entity, more than an import takes",
        "values or synonyms of entities, more than an import takes",
    ),
    "variable": ("variable that an answer sets", "variables that answers set"),
}


_MEANT: dict[Meaning, str] = {"text": "message", "intent": "intent", "response": "response"}


def loss_phrase(loss: Loss) -> str:
    """Phrase about a loss: "3 lookup tables (cities, …)"."""
    name = _LOSSES[loss.kind][loss.count > 1]
    example = " ".join(loss.example.split())
    more = ", …" if loss.count > 1 else ""
    return f"{loss.count:,} {name}" + (f" ({shortened(example)}{more})" if example else "")


def guess_sentence(guess: GuessedColumns) -> str:
    """Note about columns of a table that were found by a guess, and how to choose them."""
    readings = [
        f"column {number} is read as the {_MEANT[m]}" for m, number in guess.numbers.items()
    ]
    return (
        f"Note: {guess.file}: by a guess, {' and '.join(readings)}. If that is wrong, choose them:"
        f" --columns {_choice(guess.numbers)}"
    )


def topic_sentence(column: TopicColumn) -> str:
    """Note about a column of topics that is not read, and how to read it as the intents."""
    return (
        f'Note: {column.file}: the column "{shortened(column.name)}" is not used, as a cell of it'
        " has questions with several answers: each answer is an intent. If each cell is an intent,"
        f" choose it: --columns {_choice(column.numbers)}"
    )


def _choice(numbers: Mapping[Meaning, int]) -> str:
    return ",".join(f"{meaning}={number}" for meaning, number in numbers.items())


def continued_sentence(rows: ContinuedRows) -> str:
    """Note about rows of a table with an empty cell."""
    cell = f"the cell of the {_MEANT[rows.meaning]}"
    return (
        f"Note: {rows.file}: in {counted(rows.count, 'row')}, {cell} is empty and read as that of"
        " the row above, as in merged cells. If that is wrong, fill the cells."
    )


def fallback_sentence(label: str) -> str:
    """Note about the name of an intent in a table that is read as the fallback."""
    return f'Note: "{shortened(label)}" is the name of no topic, so its rows are of the fallback.'


def unanswered_sentence(imported: ImportedIntents) -> str:
    """Note about intents that have nothing to say yet, "" if there are none."""
    silent = [i for i in imported.intents if i.patterns and not (i.responses or i.form or i.action)]
    return _lacking(
        [intent.tag for intent in silent],
        "no responses yet, so the fallback answers",
        'write "responses": ["…"] for each, and train again.',
    )


def unheard_sentence(imported: ImportedIntents) -> str:
    """Note about intents without messages, which nothing leads to; "" if there are none."""
    return _lacking(
        [intent.tag for intent in imported.intents if not intent.patterns],
        "no messages, so nothing leads to the responses",
        'write "patterns": ["…"] for each.',
    )


def _lacking(tags: Sequence[str], lack: str, remedy: str) -> str:
    """Note about intents, the fallback aside, that lack a part; "" if there are none."""
    others = [tag for tag in tags if tag != FALLBACK_TAG]
    if not others:
        return ""
    subject = f"{counted(len(others), 'intent')} {'has' if len(others) == 1 else 'have'}"
    example = shortened(others[0]) + (", …" if len(others) > 1 else "")
    return f"Note: {subject} {lack} ({example}). In the new file, {remedy}"


_UNWRITTEN: dict[UnwrittenKind, tuple[str, str]] = {
    "action": ("action", "actions"),
    "conversation": ("conversation", "conversations"),
    "entity": ("entity", "entities"),
    "form": ("form", "forms"),
    "learnt": ("learnt entity as a list", "learnt entities as lists"),
    "mark": ("pattern without its marks", "patterns without their marks"),
    "page": ("context or slot of a page", "contexts or slots of a page"),
}


def unwritten_sentence(part: Unwritten) -> str:
    """Note about parts of intents that an export has no place for."""
    name = _UNWRITTEN[part.kind][part.count > 1]
    example = shortened(part.example) + (", …" if part.count > 1 else "")
    verb = "Written" if part.kind in ("learnt", "mark") else "Not written"
    return f"{verb}: {part.count:,} {name} ({example}). `flask intents export recollect` has all."


def describe_import(imported: ImportedIntents) -> str:
    """Describe an import in a line: "From 4 files (rasa): 12 intents, 140 patterns and …"."""
    lost = sum(loss.count for loss in imported.losses)
    rest = f"{counted(lost, 'thing')} did not:" if lost else "nothing was left out."
    return (
        f"From {counted(imported.files, 'file')} ({imported.format}): {_carried(imported)} came"
        f" over, and {rest}"
    )


def _carried(imported: ImportedIntents) -> str:
    """Counts of all that came over; those of tests and the like, if there are any."""
    intents = imported.intents
    tests = sum(len(intent.tests) for intent in intents)
    contexts = len({name for intent in intents for name in intent.context_filter})
    forms = sum(intent.form is not None for intent in intents)
    *others, last = (
        counted(len(intents), "intent"),
        counted(sum(len(intent.patterns) for intent in intents), "pattern"),
        counted(sum(len(intent.responses) for intent in intents), "response"),
        *([counted(tests, "test")] if tests else []),
        *([counted(contexts, "context")] if contexts else []),
        *([_counted_entities(len(imported.entities))] if imported.entities else []),
        *([counted(forms, "form")] if forms else []),
    )
    return f"{', '.join(others)} and {last}"


def _counted_entities(number: int) -> str:
    return counted(number, "entity").replace("entitys", "entities")
