"""Buttons below the answers of another program, as quick replies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from chatbot.intents.formats.intent_draft import IntentDraft
from chatbot.intents.formats.losses import LossCounter
from chatbot.intents.responses.bubble_fields import LONGEST_LABEL
from chatbot.intents.responses.fields import MOST_QUICK_REPLIES
from chatbot.intents.responses.repeats import response_keys
from chatbot.intents.responses.rich import RichResponse
from chatbot.text.comparison import comparison_key, is_blank


@dataclass(frozen=True, slots=True)
class AnswerButton:
    """Button with the message that it says; `intent` is the tag that this has to reach, if any."""

    text: str
    intent: str = ""


class AnswerButtons:
    """Buttons by the texts of the messages above them, as the other program has these."""

    def __init__(self, losses: LossCounter) -> None:
        self._losses = losses
        self._buttons: dict[str, tuple[str, Sequence[AnswerButton]]] = {}
        self._placed: set[str] = set()

    def note(self, name: str, text: str, buttons: Sequence[AnswerButton]) -> None:
        """Note the buttons below a text, of an answer by its name; unfit ones are lost.

        Buttons are lost together: they are one loss of the answer.
        """
        fit = [b for b in buttons if not is_blank(b.text) and len(b.text) <= LONGEST_LABEL]
        kept = list({comparison_key(b.text): b for b in fit}.values())[:MOST_QUICK_REPLIES]
        is_new = text.strip() not in self._buttons
        is_placed = bool(kept) and not is_blank(text)
        if is_new and is_placed:
            self._buttons[text.strip()] = (name, kept)
        self._losses.lose("rich_response", name, is_new and not (is_placed and kept == [*buttons]))

    def place(self, drafts: Sequence[IntentDraft]) -> Callable[[], None]:
        """Find the answers with buttons; return a function that notes these for the final texts.

        What a button says is made a pattern of its intent, unless an intent has it.
        """
        answers = [
            (draft, index, buttons)
            for draft in (drafts if self._buttons else ())
            for index, response in enumerate(draft.responses)
            if (buttons := self._below(response))
        ]
        patterns = {comparison_key(p) for d in drafts for p in d.patterns} if answers else set()
        by_tag = {draft.tag: draft for draft in drafts}
        for button in (button for *_, buttons in answers for button in buttons):
            target = by_tag.get(button.intent)
            if target and comparison_key(button.text) not in patterns:
                patterns.add(comparison_key(button.text))
                target.patterns.append(button.text)
        self._count()
        return lambda: _note(answers)

    def _below(self, response: str) -> Sequence[AnswerButton]:
        """Buttons below an answer of one message, or below the last of several that has any."""
        messages = (response, *reversed(response.split("\n")))
        text = next((m.strip() for m in messages if m.strip() in self._buttons), None)
        if text is None:
            return ()
        self._placed.add(text)
        return self._buttons[text][1]

    def _count(self) -> None:
        """Count the buttons whose text no intent says."""
        for text, (name, _) in self._buttons.items():
            self._losses.lose("rich_response", name, text not in self._placed)


def _note(answers: Iterable[tuple[IntentDraft, int, Sequence[AnswerButton]]]) -> None:
    keys: dict[str, list[str]] = {}
    for draft, index, buttons in answers:
        if draft.tag not in keys:
            keys[draft.tag] = response_keys(draft.responses)
        rich = RichResponse(tuple(button.text for button in buttons))
        draft.rich.setdefault(keys[draft.tag][index], rich)
