"""Wording of decisions and edits, for the pages of inbox and examples."""

from chatbot.text.wording import counted
from web.inbox.decisions import DecisionSummary
from web.inbox.examples import EditResult
from web.inbox.new_intents import NewIntentEdit


def decision_sentence(summary: DecisionSummary) -> str:
    """Sentence for people about a decision: the number of messages, and the destination."""
    messages = counted(summary.messages, "message")
    if summary.kind == "ignored":
        return f"{messages} ignored."
    new = "the new intent " if summary.kind == "new_intent" else ""
    return f"{messages} assigned to {new}{summary.intent}."


def conflict_sentence(text: str, owner: str) -> str:
    """Warning about a text already a pattern of another intent."""
    return f"“{text}” is a pattern of {owner}, too: that makes both uncertain."


def edit_sentence(edit: EditResult) -> str:
    """Sentence for people about an edit of an example."""
    if not edit.changed:
        return "Nothing was changed."
    return f"“{edit.text}” is an example of {edit.intent}."


def deletion_sentence(deleted: EditResult) -> str:
    """Sentence for people about a deleted example."""
    return f"“{deleted.text}” is no longer an example of {deleted.intent}."


def new_intent_sentence(edit: NewIntentEdit) -> str:
    """Sentence for people about an edit of a new intent."""
    if not edit.changed:
        return "Nothing was changed."
    return f"The new intent {edit.tag} has {counted(edit.responses, 'answer')}."
