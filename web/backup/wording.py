"""Words about the content of a database."""

from collections.abc import Mapping

from chatbot.text.wording import counted

NOUNS = {
    "conversations": "conversation",
    "messages": "message",
    "model_versions": "model version",
    "training_runs": "training run",
    "curated_examples": "curated example",
    "corrected_answers": "corrected answer",
    "users": "account",
    "audit_entries": "audit entr",
}


def described(counts: Mapping[str, int]) -> str:
    """Numbers of rows by table, the tables that people know by name: "2 accounts, 5 others"."""
    parts = [_counted(counts[name], noun) for name, noun in NOUNS.items() if counts.get(name)]
    others = sum(rows for name, rows in counts.items() if name not in NOUNS)
    if others:
        parts.append(f"{others:,} other row{'s' * (others != 1)}")
    return ", ".join(parts) or "no rows"


def key_words(key: Mapping[str, object]) -> str:
    """Place of a row by its primary key: "run_id = 3, n = 1"."""
    return ", ".join(f"{column} = {value}" for column, value in key.items())


def _counted(number: int, noun: str) -> str:
    if noun.endswith("entr"):
        return f"{number:,} {noun}{'y' if number == 1 else 'ies'}"
    return counted(number, noun)
