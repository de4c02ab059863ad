"""Wording of advice, for reports and for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from web.http.numbers import number
from web.http.translation import _, ngettext

if TYPE_CHECKING:
    from chatbot.evaluation.advice import Advice

_QUOTED = 3


def advice_sentence(advice: Advice) -> str:
    """Sentence for people about an advice."""
    match advice.kind:
        case "move":
            return _move(advice)
        case "merge":
            return _merge(advice)
        case "add":
            return _addition(advice)


def _move(advice: Advice) -> str:
    origin, target = advice.intents
    return ngettext(
        "Move %(messages)s from %(origin)s to %(target)s if it belongs there; if not, add patterns"
        " like it to %(origin)s. The patterns most alike all stand in %(target)s.",
        "Move %(messages)s from %(origin)s to %(target)s if they belong there; if not, add patterns"
        " like them to %(origin)s. The patterns most alike all stand in %(target)s.",
        len(advice.messages),
        messages=_quoted(advice.messages),
        origin=origin,
        target=target,
    )


def _merge(advice: Advice) -> str:
    first, second = advice.intents
    return ngettext(
        "Merge %(first)s and %(second)s, let a context tell them apart, or give each words of its"
        " own: %(missed)d of %(messages)s of %(first)s is taken for %(second)s, and"
        " %(other_missed)d of %(other_messages)d the other way.",
        "Merge %(first)s and %(second)s, let a context tell them apart, or give each words of its"
        " own: %(missed)d of %(messages)s of %(first)s are taken for %(second)s, and"
        " %(other_missed)d of %(other_messages)d the other way.",
        advice.missed[0],
        first=first,
        second=second,
        missed=advice.missed[0],
        messages=_messages(advice.support[0]),
        other_missed=advice.missed[1],
        other_messages=advice.support[1],
    )


def _addition(advice: Advice) -> str:
    return ngettext(
        "Add patterns like %(quoted)s to %(intent)s: %(num)d of its %(messages)s was not"
        " understood.",
        "Add patterns like %(quoted)s to %(intent)s: %(num)d of its %(messages)s were not"
        " understood.",
        advice.missed[0],
        quoted=_quoted(advice.messages),
        intent=advice.intents[0],
        messages=_messages(advice.support[0]),
    )


def _messages(count: int) -> str:
    return ngettext("%(count)s message", "%(count)s messages", count, count=number(count))


def _quoted(messages: Sequence[str]) -> str:
    quoted = ", ".join(_("“%(text)s”", text=message) for message in messages[:_QUOTED])
    more = len(messages) - _QUOTED
    return _("%(messages)s and %(num)d more", messages=quoted, num=more) if more > 0 else quoted
