"""Filling of the slots of a form by the mentions of a message."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from chatbot.entities.entity import Mention, Mentions
from chatbot.entities.line import today
from chatbot.intents.forms.form import Form, Slot, holds

LONGEST_VALUE = 300
"""Characters of a value: a longer text is no answer to a question."""


@dataclass(frozen=True, slots=True)
class Filling:
    """Values of slots in a message; `refused` if the first slot does not allow that of its own."""

    values: Mapping[str, str]
    refused: bool = False


def fill(
    form: Form,
    mentions: Mentions,
    values: Mapping[str, str],
    *,
    first: str = "",
) -> Filling:
    """Give the mentions of a message to the slots of a form, each mention once.

    First to the slot that is asked for or corrected, then to those without a value, then to others.
    Only the first takes a mention that is not sure. Beside it, a guess is taken that is certain.
    """
    new: dict[str, str] = {}
    taken: list[Mention] = []
    refused = False
    for slot in _in_order(form, values, first):
        is_first = slot.name == first
        for mention in _free(slot, mentions, taken, is_first=is_first):
            if first and not is_first and not _is_volunteered(mention):
                continue
            if is_allowed(slot, mention.value):
                taken.append(mention)
                if mention.value != values.get(slot.name):
                    new[slot.name] = mention.value
                break
            refused = refused or is_first
    return Filling(new, refused and not new)


def _in_order(form: Form, values: Mapping[str, str], first: str) -> Iterator[Slot]:
    """Slots in the order of their claims to a mention."""
    yield from (slot for slot in form.slots if slot.name == first)
    others = [slot for slot in form.slots if slot.name != first]
    yield from (s for s in others if s.name not in values and holds(s.condition, values))
    yield from (slot for slot in others if slot.name in values)


def _free(
    slot: Slot, mentions: Mentions, taken: Sequence[Mention], *, is_first: bool
) -> Iterator[Mention]:
    """Mentions for a slot that no other has taken, and that are no part of a longer one."""
    own = mentions.get(slot.entity, ())
    others = chain.from_iterable(theirs for theirs in mentions.values() if theirs is not own)
    sure = [other for other in others if other.is_sure]
    for mention in own:
        around = (other for other in sure if other.length > mention.length)
        is_free = not any(mention.overlaps(other) for other in (*around, *taken))
        if is_free and (mention.is_sure or is_first):
            yield mention


def _is_volunteered(mention: Mention) -> bool:
    """True for a value that may be meant for a slot which was not asked for.

    A guess that is the whole message is an answer to the question, or none.
    """
    return mention.guess is None or (mention.guess.is_certain and not mention.guess.is_whole)


def is_allowed(slot: Slot, value: str) -> bool:
    """True for a value that is not too long, and within the bounds of the slot."""
    if len(value) > LONGEST_VALUE:
        return False
    least, most = (_bound(slot, bound) for bound in (slot.least, slot.most))
    if slot.entity.kind in ("number", "money"):
        number = Decimal(value.split()[0])
        return not (least and number < Decimal(least)) and not (most and number > Decimal(most))
    return not (least and value < least) and not (most and value > most)


def _bound(slot: Slot, bound: str) -> str:
    if slot.entity.kind == "date" and bound == "today":
        return today().isoformat()
    return bound
