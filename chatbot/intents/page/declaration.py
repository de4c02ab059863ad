"""Declaration of what a page with the chat may set."""

from __future__ import annotations

from dataclasses import dataclass

from chatbot.intents.forms.form import Slot


@dataclass(frozen=True, slots=True)
class PageDeclaration:
    """Names of the contexts and slots that a page may set, as the author says; all others not."""

    contexts: tuple[str, ...] = ()
    slots: tuple[Slot, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.contexts or self.slots)


NO_PAGE = PageDeclaration()
"""Nothing that a page may set."""
