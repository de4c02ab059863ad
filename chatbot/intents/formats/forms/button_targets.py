"""Intents that the buttons of another program reach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from chatbot.intents.formats.intent_draft import IntentDraft
from chatbot.intents.responses.bubble_fields import LONGEST_LABEL
from chatbot.intents.responses.fields import MOST_QUICK_REPLIES
from chatbot.text.comparison import comparison_key, is_blank

_MOST_COPIES = 200_000
"""Patterns that buttons give to copies of intents; there may be a thousand of one."""


@dataclass(frozen=True, slots=True)
class AnswerButton:
    """Button with the message that it says; `intent` is the tag that this has to reach, if any."""

    text: str
    intent: str = ""


class ButtonTargets:
    """Intents by what they understand, and by the tags that buttons name."""

    def __init__(self, drafts: Sequence[IntentDraft]) -> None:
        self._drafts = drafts
        self._room = _MOST_COPIES

    def fit(self, buttons: Iterable[AnswerButton]) -> tuple[AnswerButton, ...]:
        """Buttons that can be shown and reach their intents; of several with a text, the first."""
        fit: dict[str, AnswerButton] = {}
        for button in buttons:
            is_label = not is_blank(button.text) and len(button.text) <= LONGEST_LABEL
            if is_label and self._is_reached(button):
                fit.setdefault(comparison_key(button.text), button)
        return tuple(fit.values())[:MOST_QUICK_REPLIES]

    def teach(self, buttons: Iterable[AnswerButton]) -> None:
        """Make the texts of buttons patterns of their intents, unless an intent has them.

        Copies of an intent for other contexts learn them as well: they have its patterns.
        """
        for button in buttons:
            key = comparison_key(button.text)
            intents = self._intents.get(button.intent, ())
            if intents and key not in self._patterns:
                self._patterns.add(key)
                kept = intents[: 1 + self._room]
                self._room -= len(kept) - 1
                for intent in kept:
                    intent.patterns.append(button.text)

    def _is_reached(self, button: AnswerButton) -> bool:
        """True for a button whose intent there is; a message without an intent reaches any."""
        is_known = not button.intent or button.intent in self._intents
        return is_known or comparison_key(button.text) in self._patterns

    @cached_property
    def _patterns(self) -> set[str]:
        return {comparison_key(text) for draft in self._drafts for text in draft.patterns}

    @cached_property
    def _intents(self) -> dict[str, list[IntentDraft]]:
        """Intents with their copies, by the tag in the other program."""
        intents: dict[str, list[IntentDraft]] = defaultdict(list)
        for draft in self._drafts:
            intents[draft.original_tag or draft.tag].append(draft)
        return dict(intents)
