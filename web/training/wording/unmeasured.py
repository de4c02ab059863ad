"""Wording of intents of which a training can say nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from web.http.numbers import number
from web.http.translation import _, ngettext

if TYPE_CHECKING:
    from chatbot.evaluation.unmeasured import Unmeasured

_MOST_NAMES = 5


def unmeasured_reason(unmeasured: Unmeasured) -> str:
    """Clause about the number of unmeasured intents, of which there are some."""
    if unmeasured.is_all:
        return _("its intents have one pattern each, so nothing is known of them")
    return ngettext(
        "%(count)s of %(intents)s intents has one pattern, so nothing is known of it",
        "%(count)s of %(intents)s intents have one pattern, so nothing is known of them",
        len(unmeasured.tags),
        count=number(len(unmeasured.tags)),
        intents=number(unmeasured.intents),
    )


def unmeasured_sentence(unmeasured: Unmeasured) -> str:
    """Sentence with the first names; empty where every intent has a pattern to hold out."""
    if not unmeasured.tags:
        return ""
    if unmeasured.is_all:
        return _("Each intent has one pattern, so nothing is known of any.")
    names = with_more(unmeasured.tags[:_MOST_NAMES], len(unmeasured.tags[_MOST_NAMES:]))
    return _("%(reason)s: %(names)s.", reason=unmeasured_reason(unmeasured), names=names)


def with_more(names: Sequence[str], more: int) -> str:
    """Names, and how many there are beside them."""
    listed = ", ".join(names)
    return _("%(names)s and %(count)s more", names=listed, count=number(more)) if more else listed
