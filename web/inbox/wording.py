"""Wording of decisions and edits, for the pages of inbox and examples."""

from web.http.numbers import number
from web.http.translation import _, ngettext, translated
from web.inbox.decisions import DecisionSummary
from web.inbox.examples import EditResult
from web.inbox.new_intents import NewIntentEdit


def decision_sentence(summary: DecisionSummary) -> str:
    """Sentence for people about a decision: the number of messages, and the destination."""
    values = {"count": number(summary.messages), "intent": summary.intent}
    if summary.kind == "ignored":
        return ngettext(
            "%(count)s message ignored.", "%(count)s messages ignored.", summary.messages, **values
        )
    if summary.kind == "new_intent":
        return ngettext(
            "%(count)s message assigned to the new intent %(intent)s.",
            "%(count)s messages assigned to the new intent %(intent)s.",
            summary.messages,
            **values,
        )
    return ngettext(
        "%(count)s message assigned to %(intent)s.",
        "%(count)s messages assigned to %(intent)s.",
        summary.messages,
        **values,
    )


def taken_back_sentence(summary: DecisionSummary) -> str:
    """Sentence for people about a decision that was taken back."""
    return _("Taken back: %(decision)s", decision=decision_sentence(summary))


def reason_name(name: str) -> str:
    """Name of a reason for a review, in the language of the page."""
    return translated(name)


def conflict_sentence(text: str, owner: str) -> str:
    """Warning about a text already a pattern of another intent."""
    return _(
        "“%(text)s” is a pattern of %(owner)s, too: that makes both uncertain.",
        text=text,
        owner=owner,
    )


def edit_sentence(edit: EditResult) -> str:
    """Sentence for people about an edit of an example."""
    if not edit.changed:
        return _("Nothing was changed.")
    return _("“%(text)s” is an example of %(intent)s.", text=edit.text, intent=edit.intent)


def deletion_sentence(deleted: EditResult) -> str:
    """Sentence for people about a deleted example."""
    return _(
        "“%(text)s” is no longer an example of %(intent)s.",
        text=deleted.text,
        intent=deleted.intent,
    )


def new_intent_sentence(edit: NewIntentEdit) -> str:
    """Sentence for people about an edit of a new intent."""
    if not edit.changed:
        return _("Nothing was changed.")
    return ngettext(
        "The new intent %(tag)s has %(num)d answer.",
        "The new intent %(tag)s has %(num)d answers.",
        edit.responses,
        tag=edit.tag,
    )
