"""Words about erased conversations."""

from web.conversations.erasure import ErasedCounts
from web.http.numbers import number
from web.http.translation import _, ngettext


def described(erased: ErasedCounts) -> str:
    """Erased things with their numbers: "1 conversation with 2 messages and 1 thumb"."""
    count = erased.conversations
    conversations = ngettext(
        "%(count)s conversation", "%(count)s conversations", count, count=number(count)
    )
    return _(
        "%(conversations)s with %(things)s", conversations=conversations, things=_things(erased)
    )


def _things(erased: ErasedCounts) -> str:
    count = erased.messages
    parts = [ngettext("%(count)s message", "%(count)s messages", count, count=number(count))]
    if count := erased.thumbs:
        parts.append(ngettext("%(count)s thumb", "%(count)s thumbs", count, count=number(count)))
    if count := erased.decisions:
        decisions = ngettext(
            "%(count)s decision", "%(count)s decisions", count, count=number(count)
        )
        parts.append(decisions)
    *others, last = parts
    return _("%(things)s and %(last)s", things=", ".join(others), last=last) if others else last


def erased_sentence(erased: ErasedCounts) -> str:
    """Sentence about erased conversations."""
    return _("Erased %(things)s.", things=described(erased))


def about_examples(erased: ErasedCounts) -> str:
    """Sentence about curated examples, which stay; empty without any."""
    if not erased.examples:
        return ""
    return ngettext(
        "%(count)s curated example was taken from there: the text stays, and no longer says from"
        " where. Look through Curated examples if it names somebody.",
        "%(count)s curated examples were taken from there: the text stays, and no longer says from"
        " where. Look through Curated examples if it names somebody.",
        erased.examples,
        count=number(erased.examples),
    )
