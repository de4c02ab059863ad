"""Paths through forms in Rasa's stories and rules: beginnings, asides, ends, cancellations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

Step = Mapping[str, Any]

_LEAVING = ("action_deactivate_form", "action_deactivate_loop")
_LOOP = "active_loop"
_MOST_BEGINNERS = 50
"""Intents that begin a form and have each end of it: bots have one or two."""


@dataclass(slots=True)
class FormPaths:
    """Stories without forms, as if an intent were answered at once; and what was in the forms.

    `beginners` are intents that begin a form, each with the intents that it followed, `cancelled`
    the steps of the bot for each way in which it is cancelled, `skipped` the actions before the
    first question.
    """

    stories: list[dict[str, Any]] = field(default_factory=list)
    beginners: dict[str, dict[str, dict[tuple[str, ...], None]]] = field(default_factory=dict)
    cancelled: dict[str, list[list[Step]]] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, stories: Iterable[dict[str, Any]], forms: Iterable[str]) -> FormPaths:
        """Follow the stories, given the names of the forms of the domain."""
        paths, listed = cls(), list(stories)
        names = {*forms, *_loops(listed)}
        for story in listed:
            steps = story.get("steps")
            if isinstance(steps, list) and names:
                paths.stories += _Walk(paths, names, story).parts(steps)
            else:
                paths.stories.append(story)
        paths.stories = [begun for story in paths.stories for begun in paths._begun(story)]
        return paths

    def _begun(self, story: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """A story that begins within a form, with the intents that begin it.

        It is told for each of the messages before that they followed, so that a "yes" which begins
        a form after a question waits for this question.
        """
        steps = story.get("steps")
        if not isinstance(steps, list) or not steps or not isinstance(steps[0], _Within):
            yield story
            return
        names = [*self.beginners.get(steps[0].form, ())]
        self.skipped += names[_MOST_BEGINNERS:]
        following: dict[tuple[str, ...], list[str]] = {(): []}
        for name in names[:_MOST_BEGINNERS]:
            for before in islice(self.beginners[steps[0].form][name], _MOST_BEGINNERS):
                following.setdefault(before, []).append(name)
        for before, intents in following.items():
            heard = [_choice(part) for part in (before, intents) if part]
            if intents or len(following) == 1:
                yield {**story, "steps": [*(heard or [_choice(())]), *steps[1:]]}


@dataclass(frozen=True, slots=True)
class _Within:
    """Place of the intent that began a form, in a story that begins within it."""

    form: str


class _Walk:
    """Walk along a story, in and out of forms."""

    def __init__(self, paths: FormPaths, forms: set[str], story: dict[str, Any]) -> None:
        conditions = story.get("condition")
        items = conditions if isinstance(conditions, list) else []
        inside = [
            item for item in items if isinstance(item, dict) and str(item.get(_LOOP)) in forms
        ]
        self._paths, self._forms = paths, forms
        self._story = {**story, "condition": [item for item in items if item not in inside]}
        if not isinstance(conditions, list):
            self._story["condition"] = conditions
        self._form = str(inside[0][_LOOP]) if inside else ""
        self._main: list[Any] = []
        self._aside: list[Any] = []
        self._left = ""
        self._is_answered = False

    def parts(self, steps: Iterable[Any]) -> Iterator[dict[str, Any]]:
        """The story without its forms, and an own one for each aside within them."""
        for step in steps:
            yield from self._take(step if isinstance(step, dict) else {"": step}, step)
        yield from self._part(self._aside)
        yield from self._part(self._main)

    def _take(self, step: Step, whole: Any) -> Iterator[dict[str, Any]]:
        action = step.get("action")
        if is_message(step):
            yield from self._hear(whole)
        elif _LOOP in step and not step[_LOOP]:
            yield from self._ended()
        elif isinstance(name := step.get(_LOOP, action), str) and name in self._forms:
            self._begin(name)
        elif self._form and action in _LEAVING:
            yield from self._cancelled()
        elif self._form:
            if self._aside and "slot_was_set" not in step:
                self._aside.append(whole)
                self._is_answered = True
        elif not _is_bookkeeping(step):
            self._main.append(whole)
            if self._left:
                self._paths.cancelled[self._left][-1].append(step)

    def _hear(self, whole: Any) -> Iterator[dict[str, Any]]:
        """Take a message: within a form, it follows the one before if the bot answered that.

        Otherwise the form has asked again in between.
        """
        if not self._is_answered:
            yield from self._part(self._aside)
            self._aside = []
        (self._aside if self._form else self._main).append(whole)
        self._is_answered, self._left = False, ""

    def _begin(self, name: str) -> None:
        if self._form:
            self._is_answered = False
            return
        self._form = name
        while self._main and not intents_of(self._main[-1]):
            step = self._main.pop()
            action = step.get("action") if isinstance(step, dict) else None
            self._paths.skipped += [action] if isinstance(action, str) else []
        if self._main:
            beginners = self._paths.beginners.setdefault(name, {})
            before = next((names for step in self._main[-2::-1] if (names := intents_of(step))), [])
            for intent in intents_of(self._main[-1]):
                beginners.setdefault(intent, {})[tuple(before)] = None

    def _ended(self) -> Iterator[dict[str, Any]]:
        if self._form:
            yield from self._part(self._aside)
            self._aside = []
            self._main = self._main or [_Within(self._form)]
            self._form = ""

    def _cancelled(self) -> Iterator[dict[str, Any]]:
        """Leave the form: what the bot says from the last message on is about that."""
        yield from self._part(self._main)
        self._left, self._form = self._form, ""
        steps: list[Step] = [step for step in self._aside if isinstance(step, dict)]
        last = max((index for index, step in enumerate(steps) if is_message(step)), default=-1)
        self._paths.cancelled.setdefault(self._left, []).append(steps[last + 1 :])
        self._main, self._aside = self._aside, []

    def _part(self, steps: list[Any]) -> Iterator[dict[str, Any]]:
        if steps:
            yield {**self._story, "steps": steps}


def _loops(stories: Iterable[dict[str, Any]]) -> Iterator[str]:
    for story in stories:
        steps = story.get("steps")
        for step in steps if isinstance(steps, list) else ():
            name = step.get(_LOOP) if isinstance(step, dict) else None
            if isinstance(name, str) and name:
                yield name


def _choice(names: Iterable[str]) -> dict[str, Any]:
    """Step of a message of any of the intents."""
    return {"or": [{"intent": name} for name in names]}


def is_message(step: Step) -> bool:
    """True for a step with a message of the person, of one intent or of any of several."""
    return "intent" in step or "or" in step


def intents_of(step: Any) -> list[str]:
    """Intents of a step, one or several."""
    if not isinstance(step, dict):
        return []
    choices = step["or"] if isinstance(step.get("or"), list) else [step]
    names = (choice.get("intent") for choice in choices if isinstance(choice, dict))
    return [name for name in names if isinstance(name, str)]


def _is_bookkeeping(step: Step) -> bool:
    """True for a step by which a form asks for nothing more."""
    slots = step.get("slot_was_set")
    items = slots if isinstance(slots, list) else [slots]
    return all(isinstance(item, dict) and [*item] == ["requested_slot"] for item in items)
