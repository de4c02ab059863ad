"""Buttons below the answers of another program, as quick replies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from chatbot.intents.formats.forms.button_targets import AnswerButton, ButtonTargets
from chatbot.intents.formats.intent_draft import IntentDraft
from chatbot.intents.formats.losses import LossCounter
from chatbot.intents.responses.repeats import response_keys
from chatbot.intents.responses.rich import RichResponse
from chatbot.text.comparison import is_blank

_MOST_LINES = 10
"""Lines of a text that is looked for within an answer; a longer one has to be all of it."""


@dataclass(frozen=True, slots=True)
class ButtonSet:
    """Buttons below a text of an answer, which has a `name`; a plain text has none."""

    name: str
    buttons: tuple[AnswerButton, ...]


@dataclass(frozen=True, slots=True)
class ButtonedAnswer:
    """Response of an intent, by its index, with the buttons below it."""

    draft: IntentDraft
    index: int
    buttons: tuple[AnswerButton, ...]


class AnswerButtons:
    """Buttons by the texts of the messages above them, as the other program has these."""

    def __init__(self, losses: LossCounter) -> None:
        self._losses = losses
        self._sets: dict[str, dict[ButtonSet, None]] = defaultdict(dict)

    def note(self, name: str, text: str, buttons: Iterable[AnswerButton] = ()) -> None:
        """Note the buttons below a text of an answer, by its name; a plain text has none."""
        self._sets[text.strip()][ButtonSet(name, tuple(buttons))] = None

    def find(self, drafts: Sequence[IntentDraft], targets: ButtonTargets) -> list[ButtonedAnswer]:
        """Find the answers with buttons, by their texts as noted; other buttons are lost."""
        pairs = ((text, _only_buttons(sets)) for text, sets in self._sets.items())
        shown = {
            text: fit
            for text, buttons in pairs
            if buttons and not is_blank(text) and (fit := targets.fit(buttons))
        }
        lines = min(_MOST_LINES, max((text.count("\n") + 1 for text in shown), default=0))
        answers: list[ButtonedAnswer] = []
        placed: set[str] = set()
        for draft in drafts if shown else ():
            for index, response in enumerate(draft.responses):
                text = next((t for t in _texts_within(response, lines) if t in shown), None)
                if text is not None:
                    placed.add(text)
                    answers.append(ButtonedAnswer(draft, index, shown[text]))
        self._count({text: shown[text] for text in placed})
        return answers

    def _count(self, placed: dict[str, tuple[AnswerButton, ...]]) -> None:
        """Count the buttons that are not placed: those of an answer are one loss."""
        lost = {
            own: None
            for text, sets in self._sets.items()
            for own in sets
            if own.buttons and placed.get(text) != own.buttons
        }
        for own in lost:
            self._losses.lose("rich_response", own.name)


def note_quick_replies(answers: Iterable[ButtonedAnswer]) -> None:
    """Note the buttons of answers as quick replies of the texts that these have by now."""
    keys: dict[str, list[str]] = {}
    for answer in answers:
        draft = answer.draft
        if draft.tag not in keys:
            keys[draft.tag] = response_keys(draft.responses)
        rich = RichResponse(tuple(button.text for button in answer.buttons))
        draft.rich.setdefault(keys[draft.tag][answer.index], rich)


def _only_buttons(sets: Iterable[ButtonSet]) -> tuple[AnswerButton, ...]:
    """Buttons below a text; none where answers of this text have other ones, or are plain.

    An intent has the text of its answer, and no name of it that tells which of them it is.
    """
    buttoned = {own.name for own in sets if own.buttons}
    distinct = {own.buttons for own in sets if own.buttons or own.name not in buttoned}
    return next(iter(distinct)) if len(distinct) == 1 else ()


def _texts_within(response: str, most_lines: int) -> Iterator[str]:
    """The text of an answer, and those of the messages that it may have, the last ones first."""
    yield response.strip()
    lines = response.split("\n")
    for end in range(len(lines), 0, -1):
        for start in range(max(0, end - most_lines), end):
            yield "\n".join(lines[start:end]).strip()
