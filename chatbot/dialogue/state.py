"""Dialogue state: contexts, last responses and quick replies between two messages."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from pydantic import TypeAdapter, ValidationError

from chatbot.intents.reserved_tags import CLOSE_ALL

LIFESPAN = 3
"""Messages until a context closes: an aside or two does not lose the thread."""

_MAX_REMEMBERED = 50
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ActiveContext:
    """Open context, and the number of messages until the context closes."""

    name: str
    lifespan: int


@dataclass(frozen=True, slots=True)
class DialogueState:
    """Open contexts, the index of each intent's last response, and quick replies to press.

    `offered` are the tags of the last answer's quick replies by text.
    """

    contexts: tuple[ActiveContext, ...] = ()
    last_responses: Mapping[str, int] = field(default_factory=dict)
    offered: Mapping[str, str] = field(default_factory=dict)

    @property
    def open_contexts(self) -> frozenset[str]:
        """Names of the open contexts."""
        return frozenset(context.name for context in self.contexts)

    def after_message(
        self,
        opened: Collection[str] = (),
        closed: Collection[str] = (),
        offered: Mapping[str, str] = _NOTHING,
    ) -> DialogueState:
        """Return the state after an answer: contexts age, some are closed, some are opened.

        CLOSE_ALL among the opened closes all earlier ones. Quick replies of earlier answers are
        forgotten.
        """
        replaced = {*opened, *closed}
        earlier = () if CLOSE_ALL in replaced else self.contexts
        aged = [
            ActiveContext(context.name, context.lifespan - 1)
            for context in earlier
            if context.lifespan > 1 and context.name not in replaced
        ]
        fresh = [ActiveContext(name, LIFESPAN) for name in dict.fromkeys(opened) if name]
        return replace(self, contexts=(*aged, *fresh), offered=dict(offered))

    def after_response(self, tag: str, index: int) -> DialogueState:
        """Return the state with the response at `index` as the last of the intent `tag`."""
        last_responses = dict(self.last_responses)
        last_responses.pop(tag, None)
        if len(last_responses) == _MAX_REMEMBERED:
            del last_responses[next(iter(last_responses))]
        last_responses[tag] = index
        return replace(self, last_responses=last_responses)

    def to_json(self) -> str:
        """Return the state as a JSON text for `from_json`."""
        return _STATE.dump_json(self).decode()

    @classmethod
    def from_json(cls, text: str) -> DialogueState:
        """Return the state in a text of `to_json`. Raises ValueError for any other text."""
        try:
            return _STATE.validate_json(text)
        except ValidationError as error:
            raise ValueError("This is not a dialogue state.") from error


_STATE = TypeAdapter(DialogueState)
