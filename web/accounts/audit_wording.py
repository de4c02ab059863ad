"""Words of the audit log: of deeds, of what they were done to, and of their details.

The log holds codes and English, whoever did it in which language: entries of all versions are
worded where they are shown. In English, the words are the codes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from web.core.audit import RECOLLECT
from web.http.translation import _, later, translated

DEEDS = (
    later("answer.correct"),
    later("answer.take_back"),
    later("canned_answer.add"),
    later("canned_answer.delete"),
    later("conversation.erase"),
    later("conversations.expire"),
    later("database.move"),
    later("database.restore"),
    later("example.delete"),
    later("example.edit"),
    later("examples.pull"),
    later("inbox.assigned"),
    later("inbox.ignored"),
    later("inbox.new_intent"),
    later("inbox.undo"),
    later("intent.edit"),
    later("live.close"),
    later("live.hand_back"),
    later("live.take"),
    later("model.activate"),
    later("model.delete"),
    later("model.note"),
    later("model.override"),
    later("model.rollback"),
    later("password.change"),
    later("password.link"),
    later("password.reset"),
    later("sign-in"),
    later("sign-in.fail"),
    later("sign-out"),
    later("token.create"),
    later("token.revoke"),
    later("training.cancel"),
    later("training.request"),
    later("two-factor.drop"),
    later("two-factor.set-up"),
    later("user.add"),
    later("user.disable"),
    later("user.enable"),
    later("user.role"),
    later("visitor.erase"),
)

_SUBJECTS = {
    "backup of": later("backup of %(name)s"),
    "canned answer": later("canned answer %(name)s"),
    "conversation": later("conversation %(name)s"),
    "conversations until": later("conversations until %(name)s"),
    "correction": later("correction %(name)s"),
    "database of": later("database of %(name)s"),
    "decision": later("decision %(name)s"),
    "example": later("example %(name)s"),
    "model version": later("model version %(name)s"),
    "token": later("token %(name)s"),
    "training run": later("training run %(name)s"),
    "user": later("user %(name)s"),
    "visitor": later("visitor %(name)s"),
}
_NO_ADDRESSES = {later("terminal"), later("nobody"), RECOLLECT}
_WHOLE_SUBJECTS = (later("intent files"), later("an unknown address"))

_DETAILS = (
    later("address"),
    later("after"),
    later("answers"),
    later("before"),
    later("by"),
    later("conversations"),
    later("days"),
    later("decided"),
    later("decisions"),
    later("examples"),
    later("files"),
    later("from"),
    later("intent"),
    later("intents"),
    later("messages"),
    later("reasons"),
    later("role"),
    later("scope"),
    later("text"),
    later("thumbs"),
    later("to"),
    later("wrong"),
)
_VALUES = (
    later("address"),
    later("password"),
    later("assigned"),
    later("disabled"),
    later("ignored"),
    later("new_intent"),
    later("recovery code"),
)
_OF_CODES = {"decided", "wrong"}


@dataclass(frozen=True, slots=True)
class Detail:
    """Name and value of a detail; sentences that were stored are English."""

    name: str
    value: str
    is_sentence: bool


def who_words(who: str) -> str:
    """Words for who did something: an address, or the program itself."""
    return translated(who) if who in _NO_ADDRESSES else who


def deed_words(action: str) -> str:
    """Words for an action, or its code for one that only another version knows."""
    return translated(action)


def subject_words(subject: str) -> str:
    """Words for what something was done to: a kind of thing, and its name or number."""
    for kind, template in _SUBJECTS.items():
        if subject.startswith(f"{kind} "):
            return _(template, name=_quoted(subject.removeprefix(f"{kind} ")))
    return translated(subject) if subject in _WHOLE_SUBJECTS else subject


def _quoted(name: str) -> str:
    """Name with the quotation marks of the language, if it is stored with those of English."""
    is_quoted = name.startswith("“") and name.endswith("”")
    return _("“%(text)s”", text=name[1:-1]) if is_quoted else name


def detail_words(details: Mapping[str, Any] | None) -> list[Detail]:
    """Names and values of the details, by the names that they are stored with."""
    return [
        Detail(translated(name), _value(name, value), is_sentence=name == "reasons")
        for name, value in sorted((details or {}).items())
        if value is not None
    ]


def _value(name: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return translated(str(value)) if name in _OF_CODES else str(value)
