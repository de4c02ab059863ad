"""Wording of intent sets, for pages and for the terminal."""

from chatbot.intents.diff import IntentSetDiff
from chatbot.intents.intent_set import IntentSet
from chatbot.intents.linting.finding import Severity
from chatbot.intents.responses.words import WordsKind
from chatbot.text.wording import counted, shortened
from web.http.numbers import number
from web.http.translation import _, later, ngettext, translated

_SEVERITIES: dict[Severity, str] = {
    "error": later("error"),
    "warning": later("warning"),
    "info": later("info"),
}
_CHANGES = {"added": later("added"), "removed": later("removed"), "edited": later("edited")}
_FIELDS = {
    "patterns": later("patterns"),
    "responses": later("responses"),
    "contexts": later("contexts"),
    "form": later("form"),
    "action": later("action"),
    "marks": later("marks"),
}
_PARTS: dict[WordsKind, str] = {
    "text": later("Text"),
    "question": later("Question below"),
    "image": later("What the image shows"),
    "item": later("Item of the list"),
    "title": later("Title of the card"),
    "card": later("Text of the card"),
    "button": later("Button of the card"),
}


def uncalled_sentence(url: str) -> str:
    """Sentence about an action that is never called, and the remedy."""
    return (
        f"The action {url} is never called, as RECOLLECT_ACTION_HOSTS does not name its host:"
        " visitors get the answer for errors. Add the host."
    )


def unlisted_image_sentence(url: str) -> str:
    """Sentence about an image that is not shown, and the remedy."""
    return (
        f"The image {shortened(url)} is not shown, as RECOLLECT_IMAGE_HOSTS does not name its host:"
        " visitors get a link to it. Add the host."
    )


def correction_sentence(tag: str, changed: bool) -> str:
    """Sentence about a corrected answer."""
    if not changed:
        return _("Nothing was changed.")
    return _("The answer of %(tag)s was corrected. The next training learns it.", tag=tag)


def take_back_sentence(tag: str, text: str) -> str:
    """Sentence about a correction that was taken back."""
    return _("Taken back: %(tag)s answers again “%(text)s”.", tag=tag, text=shortened(text))


def severity_name(severity: Severity) -> str:
    """Name of the severity of a finding, on pages."""
    return translated(_SEVERITIES[severity])


def change_name(kind: str) -> str:
    """Name of a change of an intent, on pages."""
    return translated(_CHANGES[kind])


def field_name(field: str) -> str:
    """Name of a field of an intent, on pages."""
    return translated(_FIELDS[field])


def part_name(kind: WordsKind) -> str:
    """Name of a part of an answer, on pages."""
    return translated(_PARTS[kind])


def changes_sentence(changes: IntentSetDiff) -> str:
    """Describe a difference in a line: "1 intent added, 12 patterns added, 2 intents edited"."""
    added = sum(len(intent.added) for intent in changes.different)
    removed = sum(len(intent.removed) for intent in changes.different)
    edited = sum(bool(intent.edited) for intent in changes.different)
    phrases = (
        _counted("%(count)s intent added", "%(count)s intents added", len(changes.added)),
        _counted("%(count)s intent removed", "%(count)s intents removed", len(changes.removed)),
        _counted("%(count)s pattern added", "%(count)s patterns added", added),
        _counted("%(count)s pattern removed", "%(count)s patterns removed", removed),
        _counted("%(count)s intent edited", "%(count)s intents edited", edited),
    )
    return ", ".join(filter(None, phrases)) or _("nothing")


def _counted(singular: str, plural: str, count: int) -> str:
    return ngettext(singular, plural, count, count=number(count)) if count else ""


def describe(intent_set: IntentSet, files: int) -> str:
    """Describe a set in a line: "74 intents, 1,812 patterns, … in 10 files"."""
    counts = [
        counted(len(intent_set), "intent"),
        counted(sum(len(intent.patterns) for intent in intent_set), "pattern"),
        counted(sum(len(intent.responses) for intent in intent_set), "response"),
        counted(sum(len(intent.tests) for intent in intent_set), "test"),
    ]
    if intent_set.conversations:
        counts.append(counted(len(intent_set.conversations), "conversation"))
    return f"{', '.join(counts)} in {counted(files, 'file')}"
