"""Words about erased conversations."""

from chatbot.text.wording import counted
from web.conversations.erasure import ErasedCounts


def described(erased: ErasedCounts) -> str:
    """Erased things with their numbers: "1 conversation with 2 messages and 1 thumb"."""
    parts = [counted(erased.messages, "message")]
    if erased.thumbs:
        parts.append(counted(erased.thumbs, "thumb"))
    if erased.decisions:
        parts.append(counted(erased.decisions, "decision"))
    words = ", ".join(parts[:-1]) + " and " * (len(parts) > 1) + parts[-1]
    return f"{counted(erased.conversations, 'conversation')} with {words}"


def about_examples(erased: ErasedCounts) -> str:
    """Sentence about curated examples, which stay; empty without any."""
    if not erased.examples:
        return ""
    verb = "was" if erased.examples == 1 else "were"
    return (
        f"{counted(erased.examples, 'curated example')} {verb} taken from there: the text stays,"
        " and no longer says from where. Look through Curated examples if it names somebody."
    )
