"""Rich parts of responses by their texts, also of responses that have the same words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from chatbot.intents.responses.rich import RichResponse

PLAIN = RichResponse()

Part = tuple[str, RichResponse | None]
"""Text of a response, and what is more than a text, None for a plain one."""


def response_key(text: str, repeats: int = 0) -> str:
    """Return the key of a response after `repeats` others with the same text.

    No text of a file has the character NUL.
    """
    return f"{text}\0{repeats}" if repeats else text


def response_keys(texts: Iterable[str]) -> list[str]:
    """Return the keys of responses."""
    counts: Counter[str] = Counter()
    keys = []
    for text in texts:
        keys.append(response_key(text, counts[text]))
        counts[text] += 1
    return keys


def rich_by_key(parts: Sequence[Part]) -> dict[str, RichResponse]:
    """Return the rich parts by key; a plain text that repeats a rich one has an empty part."""
    rich: dict[str, RichResponse] = {}
    keys = response_keys(text for text, _ in parts)
    for key, (text, part) in zip(keys, parts, strict=True):
        if part is not None or text in rich:
            rich[key] = part or PLAIN
    return rich


def response_parts(texts: Sequence[str], rich: Mapping[str, RichResponse]) -> list[Part]:
    """Return the responses with their rich parts.

    A repeated text without a part of its own has that of the first: bundles from before there were
    keys hold only one for a text.
    """
    if not rich:
        return [(text, None) for text in texts]
    keys = response_keys(texts)
    return [(t, rich.get(key) or rich.get(t)) for key, t in zip(keys, texts, strict=True)]
