"""Advice after an import: patterns and a fallback, before the first training."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from chatbot.intents.intent_set import FALLBACK_TAG, Intent
from web.intents.imported_bot import ImportedBot


def single_pattern_sentence(intents: Sequence[Intent]) -> str:
    """Note about intents of a single pattern, "" unless most are."""
    patterns = [len(i.patterns) for i in intents if i.patterns and i.tag != FALLBACK_TAG]
    single = patterns.count(1)
    if single * 2 <= len(patterns):
        return ""
    verb = "has" if single == 1 else "have"
    return (
        f"Note: {single:,} of {len(patterns):,} intents {verb} one pattern: write two or three"
        ' other wordings of each into its "patterns", as visitors would say it.'
    )


def no_fallback_sentence(intents: Sequence[Intent], bot: ImportedBot) -> str:
    """Note about a bot without a fallback, "" if it has one."""
    if any(intent.tag == FALLBACK_TAG for intent in intents) or bot.has_fallback():
        return ""
    note = (
        "Note: There is no fallback, the answer to what the bot does not know: write an intent"
        f' "{FALLBACK_TAG}" with "responses"'
    )
    if bot.is_folder:
        return f"{note}."
    output = shlex.quote(f"my-bot/{bot.file.name}")
    return (
        f"{note}, or begin with `flask init my-bot`, which writes one, and import with `--output"
        f" {output}`."
    )
