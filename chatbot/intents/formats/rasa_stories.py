"""Stories and rules of Rasa, as exchanges: an intent, the responses, and the intent before."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from chatbot.intents.formats.annotations import plain_text
from chatbot.intents.formats.draft import ImportDraft
from chatbot.intents.formats.exchanges import ContextualExchange, joined_variants
from chatbot.intents.formats.forms.rasa_checkpoints import Checkpoints
from chatbot.intents.formats.imported import LossKind
from chatbot.intents.intent_set import FALLBACK_TAG

_LOST_STEPS: dict[str, LossKind] = {
    "slot_was_set": "slot",
    "checkpoint": "story_step",
    "form": "story_step",
    "user": "story_step",
}


@dataclass(frozen=True, slots=True)
class Turn:
    """Intents of a step, the ones of the step before, and the bot's actions and texts after it.

    `is_conditional` if the intents alone do not make it, but entities as well.
    """

    intents: tuple[str, ...]
    before: tuple[str, ...]
    actions: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    is_conditional: bool = False


def read_turns(draft: ImportDraft, stories: Iterable[dict[str, Any]]) -> Iterator[Turn]:
    """Read the turns of stories and rules; the steps that have no counterpart are lost."""
    listed = [(story, _steps(draft, story)) for story in stories]
    checkpoints = Checkpoints([steps for _, steps in listed])
    for story, steps in listed:
        is_conditional = bool(story.get("condition") or story.get("conversation_start"))
        draft.lose("condition", str(story.get("rule", "")), is_conditional)
        turn: Turn | None = None
        before = checkpoints.before(steps)
        for step in steps:
            intents = _intents(draft, step)
            if intents:
                if turn:
                    yield turn
                    before = turn.intents
                turn = Turn(intents, before, is_conditional=bool(step.get("entities")))
            elif not checkpoints.joins(step):
                _read_step(draft, turn, step)
        if turn:
            yield turn


def _steps(draft: ImportDraft, story: dict[str, Any]) -> list[dict[str, Any]]:
    steps = story.get("steps")
    without_dots = [step for step in steps if step != "..."] if isinstance(steps, list) else steps
    return draft.objects(without_dots, "steps")


def _intents(draft: ImportDraft, step: dict[str, Any]) -> tuple[str, ...]:
    choices = draft.objects(step.get("or"), "or") or [step]
    return tuple(choice["intent"] for choice in choices if isinstance(choice.get("intent"), str))


def _read_step(draft: ImportDraft, turn: Turn | None, step: dict[str, Any]) -> None:
    action = step.get("action")
    if turn:
        read_step(turn, step)
    if isinstance(action, str) and not action.startswith(("utter_", "respond_")):
        draft.lose("action", action)
    for key, kind in _LOST_STEPS.items():
        draft.lose(kind, str(step.get(key)), step.get(key) is not None)


def read_step(turn: Turn, step: Mapping[str, Any]) -> None:
    """Note what the bot does in a step."""
    action, text = step.get("action"), step.get("bot")
    if isinstance(action, str):
        turn.actions.append(action)
    elif isinstance(text, str):
        turn.texts.append(text)


def declare_heard(draft: ImportDraft, turns: Iterable[Turn], bases: Container[str]) -> None:
    """Make the fallback that stories answer, though no file lists it; others there are lost."""
    heard = dict.fromkeys(tag for turn in turns for tag in turn.intents)
    for tag in heard:
        if tag == FALLBACK_TAG:
            draft.intent(tag)
        elif draft.present(tag) is None and tag not in bases:
            draft.lose("empty_intent", tag)


def unconditional(draft: ImportDraft, turns: Iterable[Turn]) -> list[Turn]:
    """The turns without those of entities within a form: its end would be told by either."""
    kept = []
    for turn in turns:
        intents = [draft.present(tag) for tag in turn.intents]
        is_lost = turn.is_conditional and all(intent and intent.form for intent in intents)
        kept += [] if is_lost else [turn]
        kind: LossKind = "story_step" if is_lost else "condition"
        draft.lose(kind, turn.intents[0], turn.is_conditional)
    return kept


def test_messages(stories: Iterable[dict[str, Any]]) -> list[tuple[str, str]]:
    """Messages of test stories, after the intents that they must reach."""
    lists = (steps for story in stories if isinstance(steps := story.get("steps"), list))
    steps = (step for steps in lists for step in steps if isinstance(step, dict))
    pairs = ((step.get("intent"), step.get("user")) for step in steps)
    texts = (pair for pair in pairs if isinstance(pair[0], str) and isinstance(pair[1], str))
    return list(dict.fromkeys((name, plain_text(text.strip())[0]) for name, text in texts))


def exchanges(
    draft: ImportDraft, turns: Iterable[Turn], responses: Mapping[str, list[str]]
) -> tuple[list[ContextualExchange], dict[str, list[str]]]:
    """Return the exchanges, and the contexts by the tags that open them.

    An intent that follows two different ones with the same responses depends on neither.
    """
    befores: dict[tuple[str, tuple[str, ...]], set[str]] = {}
    for turn in turns:
        texts = joined_variants(said_texts(turn, responses))
        reachable = {tag for tag in turn.before if draft.present(tag)}
        for tag in turn.intents:
            if draft.present(tag):
                befores.setdefault((tag, texts), set()).update(reachable or {""})
    answered = {tag for tag, texts in befores if texts}
    placed: list[ContextualExchange] = []
    openers: dict[str, list[str]] = {}
    for (tag, texts), tags in befores.items():
        before = next(iter(tags)) if len(tags) == 1 else ""
        context = f"after_{before}" if before not in ("", tag) else ""
        if context:
            openers.setdefault(before, []).append(context)
        if texts or tag not in answered:
            placed.append(ContextualExchange(tag, context, texts))
    return placed, {tag: list(dict.fromkeys(contexts)) for tag, contexts in openers.items()}


def said_texts(turn: Turn, responses: Mapping[str, list[str]]) -> list[list[str]]:
    """The messages of the bot in a turn, each with its variants."""
    variants = [responses[name] for name in turn.actions if responses.get(name)]
    return [*variants, *([text] for text in turn.texts)]
