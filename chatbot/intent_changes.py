"""What two sets of intents differ in: what an author changed since a model was trained."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from chatbot.intents import Intent

Kind = Literal["added", "removed", "edited"]


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one kind that were added to an intent and removed from it."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


@dataclass(frozen=True, slots=True)
class IntentChange:
    """What became of an intent. Its contexts are `contexts_changed` where they are other ones."""

    tag: str
    kind: Kind
    patterns: Texts = Texts()
    responses: Texts = Texts()
    tests: Texts = Texts()
    contexts_changed: bool = False


def intent_changes(old: Iterable[Intent], new: Iterable[Intent]) -> tuple[IntentChange, ...]:
    """Return what changed from `old` to `new`, in the order of `new`; what was removed is last.

    The order of texts within an intent, and its description, do not count.
    """
    before, after = ({intent.tag: intent for intent in intents} for intents in (old, new))
    changes = [_change(before.get(tag), intent) for tag, intent in after.items()]
    changes += [_change(intent, None) for tag, intent in before.items() if tag not in after]
    return tuple(change for change in changes if change)


def _change(old: Intent | None, new: Intent | None) -> IntentChange | None:
    one, other = old or Intent(""), new or Intent("")
    kind: Kind = "edited" if old and new else "added" if new else "removed"
    change = IntentChange(
        other.tag or one.tag,
        kind,
        _texts(one.patterns, other.patterns),
        _texts(one.responses, other.responses),
        _texts(one.tests, other.tests),
        _contexts(one) != _contexts(other),
    )
    return change if kind != "edited" or _is_any(change) else None


def _texts(old: tuple[str, ...], new: tuple[str, ...]) -> Texts:
    before, after = dict.fromkeys(old), dict.fromkeys(new)
    return Texts(
        tuple(text for text in after if text not in before),
        tuple(text for text in before if text not in after),
    )


def _contexts(intent: Intent) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(intent.context_set), frozenset(intent.context_filter)


def _is_any(change: IntentChange) -> bool:
    return bool(change.patterns or change.responses or change.tests or change.contexts_changed)
