"""Merged cells of a spreadsheet: written once, with empty cells below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chatbot.text.comparison import comparison_key

if TYPE_CHECKING:
    from chatbot.intents.formats.tables.columns import Meaning

Row = dict["Meaning", str]


def fill_intents(rows: Sequence[Row]) -> int:
    """Write intents into the empty cells below them; return the number of cells.

    A message with a response of its own stays without an intent, and so do those below it.
    """
    if not _are_merged([row.get("intent", "") for row in rows]):
        return 0
    tag, count = "", 0
    for row in rows:
        if row["intent"] or row.get("response"):
            tag = row["intent"]
        elif tag:
            row["intent"] = tag
            count += 1
    return count


def _are_merged(tags: Sequence[str]) -> bool:
    filled = [tag for tag in tags if tag]
    return bool(tags) and bool(tags[0]) and len({*filled}) == len(filled) < len(tags)


def fill_answers(rows: Sequence[Row]) -> int:
    """Write answers into the empty cells below them; return the number of cells.

    Where there are intents, these tell the answers; a question that has an answer elsewhere has
    that one.
    """
    if any(row.get("intent") for row in rows):
        return 0
    own = {comparison_key(row["text"]) for row in rows if row["text"] and row.get("response")}
    answer, count = "", 0
    for row in rows:
        if not row["text"]:
            continue
        if row.get("response"):
            answer = row["response"]
        elif answer and comparison_key(row["text"]) not in own:
            row["response"] = answer
            count += 1
    return count
