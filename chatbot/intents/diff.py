"""Diff of two intent sets."""

from __future__ import annotations

from dataclasses import dataclass

from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.text.wording import counted


@dataclass(frozen=True, slots=True)
class IntentDifference:
    """Changes of an intent of both sets: patterns added and removed.

    `edited` names other fields with changes: "responses", "contexts", "form", "action", "marks".
    """

    tag: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    edited: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IntentSetDiff:
    """Tags of added and removed intents, and the changes of the others."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    different: tuple[IntentDifference, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.different)

    @classmethod
    def between(cls, before: IntentSet, after: IntentSet) -> IntentSetDiff:
        """Compare two sets, without descriptions and tests: training does not read them."""
        pairs = [(old, new) for new in after if (old := before.get(new.tag))]
        return cls(
            added=tuple(new.tag for new in after if before.get(new.tag) is None),
            removed=tuple(old.tag for old in before if after.get(old.tag) is None),
            different=tuple(change for old, new in pairs if (change := _difference(old, new))),
        )

    def describe(self) -> str:
        """Describe in a line: "1 intent added, 12 patterns added, 2 intents edited"."""
        counts = (
            (len(self.added), "intent", "added"),
            (len(self.removed), "intent", "removed"),
            (sum(len(intent.added) for intent in self.different), "pattern", "added"),
            (sum(len(intent.removed) for intent in self.different), "pattern", "removed"),
            (sum(bool(intent.edited) for intent in self.different), "intent", "edited"),
        )
        phrases = [f"{counted(count, noun)} {verb}" for count, noun, verb in counts if count]
        return ", ".join(phrases) or "nothing"


def _difference(old: Intent, new: Intent) -> IntentDifference | None:
    added = tuple(text for text in new.patterns if text not in old.patterns)
    removed = tuple(text for text in old.patterns if text not in new.patterns)
    contexts = old.contexts != new.contexts
    responses = (old.responses, old.rich) != (new.responses, new.rich)
    form = old.form != new.form
    edited = ("responses",) * responses + ("contexts",) * contexts + ("form",) * form
    edited += ("action",) * (old.action != new.action) + ("marks",) * (old.marks != new.marks)
    if not (added or removed or edited):
        return None
    return IntentDifference(new.tag, added, removed, edited)
