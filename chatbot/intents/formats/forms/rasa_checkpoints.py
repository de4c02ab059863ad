"""Checkpoints of Rasa's stories: places at which a story goes on that another one has begun."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice, takewhile
from typing import Any

from chatbot.intents.formats.forms.rasa_paths import Step, intents_of, is_message

_CHECKPOINT = "checkpoint"
_MOST_HEARD = 50
"""Intents behind a checkpoint: an answer to one of several waits for none of them."""


class Checkpoints:
    """Checkpoints with the intents behind which they stand, in any of the stories."""

    def __init__(self, stories: Sequence[Sequence[Step]]) -> None:
        self._heard: dict[str, dict[str, None]] = {}
        for steps in stories:
            self._follow(steps)
        openings = {name for steps in stories for name in _openings(steps)}
        self._joining = openings & self._heard.keys()

    def before(self, steps: Sequence[Step]) -> tuple[str, ...]:
        """The intents behind the checkpoints that a story begins with."""
        heard = (islice(self._heard.get(name, ()), _MOST_HEARD) for name in _openings(steps))
        intents = dict.fromkeys(intent for intents in heard for intent in intents)
        return tuple(islice(intents, _MOST_HEARD))

    def joins(self, step: Mapping[str, Any]) -> bool:
        """True for a step that is nothing but a checkpoint at which stories meet."""
        return [*step] == [_CHECKPOINT] and str(step[_CHECKPOINT]) in self._joining

    def _follow(self, steps: Sequence[Step]) -> None:
        heard: list[str] = []
        for step in steps:
            name = step.get(_CHECKPOINT)
            if heard and isinstance(name, str):
                self._heard.setdefault(name, {}).update(dict.fromkeys(heard))
            elif is_message(step):
                heard = intents_of(step)


def _openings(steps: Sequence[Step]) -> list[str]:
    """Names of the checkpoints before the first message of a story."""
    first = takewhile(lambda step: not is_message(step), steps)
    return [name for step in first if isinstance(name := step.get(_CHECKPOINT), str)]
