"""What a conversation remembers from one message to the next."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from pydantic import TypeAdapter, ValidationError

LIFESPAN = 3
"""For how many messages a context stays open: an aside or two does not lose the thread."""

_MAX_REMEMBERED = 50
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ActiveContext:
    """A context that an answer opened, and for how many more messages it is open."""

    name: str
    lifespan: int


@dataclass(frozen=True, slots=True)
class DialogueState:
    """The open contexts, and which response each intent gave last (its place in the list).

    `offered` are the suggestions of the last answer, and the tag that each is for.
    """

    contexts: tuple[ActiveContext, ...] = ()
    last_responses: Mapping[str, int] = field(default_factory=dict)
    offered: Mapping[str, str] = field(default_factory=dict)

    @property
    def open_contexts(self) -> frozenset[str]:
        """The names of the open contexts."""
        return frozenset(context.name for context in self.contexts)

    def after_message(
        self,
        opened: Collection[str] = (),
        closed: Collection[str] = (),
        offered: Mapping[str, str] = _NOTHING,
    ) -> DialogueState:
        """Return the state after an answer: contexts age, some are closed, some are opened.

        What the answer before `offered` is forgotten.
        """
        gone = {*opened, *closed}
        aged = [
            ActiveContext(context.name, context.lifespan - 1)
            for context in self.contexts
            if context.lifespan > 1 and context.name not in gone
        ]
        fresh = [ActiveContext(name, LIFESPAN) for name in dict.fromkeys(opened)]
        return replace(self, contexts=(*aged, *fresh), offered=dict(offered))

    def after_response(self, tag: str, place: int) -> DialogueState:
        """Return the state that remembers the response at `place` of the intent `tag`."""
        remembered = dict(self.last_responses)
        remembered.pop(tag, None)
        if len(remembered) == _MAX_REMEMBERED:
            del remembered[next(iter(remembered))]
        remembered[tag] = place
        return replace(self, last_responses=remembered)

    def to_json(self) -> str:
        """Return the state as a JSON text, from which `from_json` makes an equal one."""
        return _STATE.dump_json(self).decode()

    @classmethod
    def from_json(cls, text: str) -> DialogueState:
        """Return the state that `to_json` wrote; ValueError if the text is anything else."""
        try:
            return _STATE.validate_json(text)
        except ValidationError as error:
            raise ValueError("This is not a dialogue state.") from error


_STATE = TypeAdapter(DialogueState)
