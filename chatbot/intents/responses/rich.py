"""Response with quick replies, of several bubbles, or under a condition."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

from chatbot.intents.forms.form import Condition, holds
from chatbot.intents.responses.bubble import StoredBubble
from chatbot.intents.responses.moment import Moment


@dataclass(frozen=True, slots=True)
class RichResponse:
    """Quick replies beside the text of a response, its `bubbles`, and a condition.

    A response of a plain text has no bubbles. The response is given while one of the `contexts` is
    open, or all if it `needs_all`; on the first or on a later visit; with the values of slots; on
    the `weekdays`; in the `hours` from the first to the second, past midnight if that is earlier;
    and to visitors of the `languages`. None, or empty, is no condition.
    """

    quick_replies: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    needs_all: bool = False
    first_visit: bool | None = None
    slots: Condition = ()
    bubbles: tuple[StoredBubble, ...] = ()
    weekdays: tuple[str, ...] = ()
    hours: tuple[str, str] | None = None
    languages: tuple[str, ...] = ()

    @property
    def is_conditional(self) -> bool:
        """True for a response that is not given always."""
        is_dated = self.weekdays or self.hours or self.languages
        return bool(self.contexts or self.slots or self.first_visit is not None or is_dated)

    def fits(
        self,
        open_contexts: Set[str],
        values: Mapping[str, str],
        *,
        first_visit: bool,
        moment: Moment | None = None,
    ) -> bool:
        """Return True if the condition holds; without a `moment`, none about one does."""
        if self.first_visit is not None and self.first_visit is not first_visit:
            return False
        missing = {*self.contexts} - open_contexts
        if missing and (self.needs_all or len(missing) == len({*self.contexts})):
            return False
        return holds(self.slots, values) and self._fits_moment(moment)

    def _fits_moment(self, moment: Moment | None) -> bool:
        if moment is None:
            return not (self.weekdays or self.hours or self.languages)
        if self.weekdays and moment.weekday not in self.weekdays:
            return False
        if self.languages and moment.language not in self.languages:
            return False
        return self.hours is None or _is_between(moment.clock, *self.hours)


def _is_between(clock: str, start: str, end: str) -> bool:
    """True from the start until before the end; an end that is not later is of the next day."""
    return start <= clock < end if start < end else clock >= start or clock < end
