"""Response with quick replies, or under a condition."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

from chatbot.intents.forms.form import Condition, holds


@dataclass(frozen=True, slots=True)
class RichResponse:
    """Quick replies beside the text of a response, its `bubbles` if it is several, and a condition.

    The response is given while one of the `contexts` is open, or all if it `needs_all`; on the
    first or on a later visit; and with the values of slots. None, or empty, is no condition.
    """

    quick_replies: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    needs_all: bool = False
    first_visit: bool | None = None
    slots: Condition = ()
    bubbles: tuple[str, ...] = ()

    @property
    def is_conditional(self) -> bool:
        """True for a response that is not given always."""
        return bool(self.contexts or self.slots or self.first_visit is not None)

    def fits(
        self, open_contexts: Set[str], values: Mapping[str, str], *, first_visit: bool
    ) -> bool:
        """Return True if the condition holds."""
        if self.first_visit is not None and self.first_visit is not first_visit:
            return False
        missing = {*self.contexts} - open_contexts
        if missing and (self.needs_all or len(missing) == len({*self.contexts})):
            return False
        return holds(self.slots, values)
