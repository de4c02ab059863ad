"""Intent sets out of files."""

from collections.abc import Sequence
from pathlib import Path

from chatbot.intents.checks import CheckedFile, repeated_tags, without_patterns
from chatbot.intents.errors import IntentsError
from chatbot.intents.files import intent_paths, read_file
from chatbot.intents.intent_set import IntentSet
from chatbot.text.wording import counted


def describe(intents: IntentSet, files: int) -> str:
    """Return the set in one line: "74 intents, 1,812 patterns, … in 10 files"."""
    counts = ", ".join(
        [
            counted(len(intents), "intent"),
            counted(sum(len(intent.patterns) for intent in intents), "pattern"),
            counted(sum(len(intent.responses) for intent in intents), "response"),
            counted(sum(len(intent.tests) for intent in intents), "test"),
        ]
    )
    return f"{counts} in {counted(files, 'file')}"


def load_intents(path: Path) -> IntentSet:
    """Return the intents of a file, or of a folder's files merged in name order.

    Raises IntentsError with every problem of every file: nothing loads on half a set.
    """
    return joined([read_file(file) for file in intent_paths(path)])


def joined(files: Sequence[CheckedFile]) -> IntentSet:
    """Return the intents of checked files, in their order; raises IntentsError."""
    problems = [problem for file in files for problem in file.problems]
    problems += [*repeated_tags(files), *without_patterns(files)]
    if problems:
        raise IntentsError(problems)
    entries = [entry.model_dump() for file in files for entry in file.entries]
    return IntentSet.from_entries(entries)
