"""Reading of conversation tests, with a problem for each turn that is none."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from chatbot.intents.conversations.turn import ExpectedTurn, texts_in
from chatbot.intents.reserved_tags import RESERVED_TAGS
from chatbot.intents.schema import IntentEntry, TurnEntry
from chatbot.located_json.problems import Problem
from chatbot.located_json.scanner import Path
from chatbot.located_json.source import JsonSource
from chatbot.text.wording import shortened

KEY = "conversations"
_TURN = '{"user": "a message", "bot": "the tag of the answer, or words of it"}'


@dataclass(frozen=True, slots=True)
class ReadTurn:
    """Turn of a file, and the path of the turn."""

    entry: TurnEntry
    path: Path


@dataclass(frozen=True, slots=True)
class ReadConversations:
    """Valid conversations of a file, and problems of all others."""

    conversations: tuple[tuple[ReadTurn, ...], ...] = ()
    problems: tuple[Problem, ...] = ()

    @classmethod
    def of(cls, source: JsonSource) -> ReadConversations:
        """Read the conversations of a file; those of another program are left alone."""
        document = source.value
        value = document.get(KEY) if isinstance(document, dict) else None
        if not isinstance(value, list) or not any(map(_is_ours, value)):
            return cls()
        is_single = all(isinstance(item, dict) for item in value)
        groups = {(KEY,): value} if is_single else {(KEY, i): v for i, v in enumerate(value)}
        conversations, problems = [], []
        for path, turns in groups.items():
            try:
                conversations.append(tuple(_turns(source, turns, path)))
            except _TurnError as error:
                problems.append(error.problem)
        return cls(tuple(conversations), tuple(problems))


class _TurnError(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self.problem = problem


def _is_ours(item: Any) -> bool:
    turns = item if isinstance(item, list) else [item]
    return any(isinstance(turn, dict) and not {"user", "bot"}.isdisjoint(turn) for turn in turns)


def _turns(source: JsonSource, turns: Any, path: Path) -> Iterator[ReadTurn]:
    for index, turn in enumerate(turns if isinstance(turns, list) else [turns]):
        inner = (*path, index) if isinstance(turns, list) else path
        try:
            yield ReadTurn(TurnEntry.model_validate(turn), inner)
        except ValidationError as error:
            key = error.errors()[0]["loc"][:1]
            here = (*inner, *key) if isinstance(turn, dict) and {*key} <= {*turn} else inner
            shown = shortened(json.dumps(source.value_at(here), ensure_ascii=False))
            message = f"A turn of a conversation is {_TURN}, but here is {shown}."
            raise _TurnError(source.problem(here, message)) from error


def unknown_answers(
    source: JsonSource, conversations: Iterable[Iterable[ReadTurn]], intents: Iterable[IntentEntry]
) -> Iterator[Problem]:
    """Problems of turns whose answer is neither a tag nor words of the bot.

    Where a text of the bot has values of slots, all words may be.
    """
    intents = list(intents)
    tags = {*RESERVED_TAGS, *(entry.tag for entry in intents)}
    parts = [entry.model_dump(include={"responses", "form", "action"}) for entry in intents]
    texts = "\n".join(texts_in(parts))
    for turn in (turn for turns in conversations for turn in turns):
        bot = turn.entry.bot
        if bot and bot not in tags and bot not in texts and "{{" not in texts:
            message = (
                f'No intent has the tag "{shortened(bot)}", and no response has these words:'
                " write the tag of an intent, or words of one of its responses."
            )
            yield source.problem((*turn.path, "bot"), message)


def placed_turns(source: JsonSource, turns: Iterable[ReadTurn]) -> tuple[ExpectedTurn, ...]:
    """Return the turns of a conversation with their places."""
    return tuple(
        ExpectedTurn(turn.entry.user, turn.entry.bot, f"{source.file}:{source.place(turn.path)[0]}")
        for turn in turns
    )
