"""Wording of intent sets and lint warnings, for pages and for the terminal."""

from chatbot.intents.intent_set import CLARIFICATION_TAG, FALLBACK_TAG, IntentSet
from chatbot.intents.lint import LintWarning
from chatbot.text.wording import counted, shortened

_UNREACHABLE = 'No message can reach "{tag}"'
_SENTENCES = {
    "unread_patterns": 'Nobody reads the patterns of "{tag}": the bot asks when two or three'
    " intents fit.",
    "no_patterns": _UNREACHABLE + ': it has no patterns. Write them under "patterns".',
    "unopened_context": _UNREACHABLE + ": no intent opens {contexts}. Name it in the"
    ' "context_set" of one.',
    "no_responses": '"{tag}" has no responses{instead}',
    "wordless_pattern": _UNREACHABLE + ' by its pattern "{pattern}": it has no word. Remove it,'
    " or write words.",
    "shared_pattern": '"{tag}" and "{other}" share the pattern "{pattern}", so the bot can only'
    " guess or ask back: keep it in one of them.",
    "no_fallback": f'There is no intent "{FALLBACK_TAG}" to answer what nothing fits: until you'
    " write one, a sentence in English does.",
}
_INSTEAD = {
    FALLBACK_TAG: ": until you write some, a sentence in English is given.",
    CLARIFICATION_TAG: ": until you write some, a question in English is asked.",
}
_FALLBACK_INSTEAD = ', so those of the fallback are given. Write them under "responses".'


def warning_sentence(warning: LintWarning) -> str:
    """Sentence for people about a warning; long texts of an author are shortened."""
    return _SENTENCES[warning.rule].format(
        tag=shortened(warning.tag),
        other=shortened(warning.other),
        pattern=shortened(warning.pattern),
        contexts=" or ".join(f'"{shortened(name)}"' for name in warning.contexts),
        instead=_INSTEAD.get(warning.tag, _FALLBACK_INSTEAD),
    )


def describe(intent_set: IntentSet, files: int) -> str:
    """Describe a set in a line: "74 intents, 1,812 patterns, … in 10 files"."""
    counts = (
        counted(len(intent_set), "intent"),
        counted(sum(len(intent.patterns) for intent in intent_set), "pattern"),
        counted(sum(len(intent.responses) for intent in intent_set), "response"),
        counted(sum(len(intent.tests) for intent in intent_set), "test"),
    )
    return f"{', '.join(counts)} in {counted(files, 'file')}"
