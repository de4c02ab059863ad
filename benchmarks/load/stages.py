"""Processor time of a message by stage: in this process, by one thread, all stages in turn."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stderr
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from time import thread_time
from uuid import UUID, uuid4

from flask import Flask
from rich import box
from rich.table import Table
from werkzeug.test import EnvironBuilder

from benchmarks.load.references import echo
from benchmarks.speed import model_source
from chatbot.dialogue.bot import Bot
from chatbot.dialogue.state import DialogueState
from chatbot.model.bundle import Bundle
from chatbot.model.prediction import Prediction
from web import create_app
from web.conversations import service as conversations
from web.conversations.answering.service import exchange
from web.core.database import db, reading, writing
from web.core.settings import Settings
from web.http.visitors import COOKIE, token_of
from web.models.live_bot import LiveBot, current_bot
from web.server.wsgi import answer_of

MICROSECONDS = 1e6
WARM_UP = 30
Step = Callable[[str], object]


@dataclass(frozen=True)
class Stages:
    """Processor time in µs: of an echo, and of a message, whole and by stage.

    `predict` is the network, `answer` the decision and the response, `store` all of the database,
    and `request` the rest: Flask, checks, limits, the log.
    """

    name: str
    echo: float
    whole: float
    predict: float
    answer: float
    store: float
    request: float

    @property
    def least(self) -> float:
        """Time that no program can do without: an echo and the bot's reply."""
        return self.echo + self.predict + self.answer

    @classmethod
    def of(cls, name: str, seconds: dict[str, float], count: int) -> Stages:
        """Return the stages, given the seconds of `count` calls of each step."""
        echo, predict, answer, exchange, whole = (
            seconds[step] / count * MICROSECONDS
            for step in ("echo", "predict", "answer", "exchange", "whole")
        )
        parts = (predict, answer, exchange - predict - answer, whole - exchange)
        return cls(name, echo, whole, *parts)


def measure_stages(
    name: str, bundle: Bundle, folder: Path, database_url: str, texts: Sequence[str]
) -> Stages:
    """Measure the stages of messages, with an instance of its own in `folder`."""
    model_source.deploy(bundle, folder, database_url)
    environ = {"RECOLLECT_INSTANCE": str(folder), "DATABASE_URL": database_url, "REDIS_URL": ""}
    environ |= {"RECOLLECT_RATE_LIMIT": "1000000 per minute"}
    app = create_app(Settings.from_environ(os.environ | environ))
    # Each message is logged, as by the server.
    with Path(os.devnull).open("w") as nowhere, redirect_stderr(nowhere), app.app_context():
        try:
            seconds = _measured(_steps(app, texts), texts)
        finally:
            db.engine.dispose()
    return Stages.of(name, seconds, len(texts))


def _measured(steps: dict[str, Step], texts: Sequence[str]) -> dict[str, float]:
    seconds, order = dict.fromkeys(steps, 0.0), [*steps]
    for number, text in enumerate([*texts[:WARM_UP], *texts]):
        order = [*order[1:], order[0]]  # the first one finds the caches cold
        for name in order:
            started = thread_time()
            steps[name](text)
            if number >= WARM_UP:
                seconds[name] += thread_time() - started
    return seconds


def _steps(app: Flask, texts: Sequence[str]) -> dict[str, Step]:
    visitor = uuid4()
    with writing(db.session) as session:
        conversation, other = (conversations.start(session, visitor) for _ in range(2))
    with reading(db.session) as session:
        live = current_bot(session)
    bot, path = live.bot, f"/api/v1/conversations/{conversation}/messages"
    predictions = {text: bot.predict(text) for text in texts}
    return {
        "echo": _request(echo(), "/message"),
        "predict": bot.predict,
        "answer": _answer(bot, predictions),
        "exchange": lambda text: _exchange(visitor, live, other, text),
        "whole": _request(app, path, f"{COOKIE}={token_of(visitor)}"),
    }


def _answer(bot: Bot, predictions: Mapping[str, Prediction]) -> Step:
    """Step that answers in one conversation, as the others do: a message may refer to the last."""
    state = DialogueState()

    def answer(text: str) -> None:
        nonlocal state
        state = bot.answer(text, predictions[text], state).state

    return answer


def _exchange(visitor: UUID, live: LiveBot, conversation: UUID, text: str) -> None:
    with db.sessionmaker() as session:
        exchange(session, visitor, live, conversation, text)


def _request(app: Flask, path: str, cookie: str = "") -> Step:
    """Step that posts a message; a request that is refused ends the benchmark."""
    builder = EnvironBuilder(path, method="POST", json={"text": ""}, headers=[("Cookie", cookie)])
    fixed = builder.get_environ()

    def post(text: str) -> None:
        body = json.dumps({"text": text}).encode()
        environ = {**fixed, "wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        answer = answer_of(app, environ)
        assert answer.status in (200, 201), answer.body

    return post


def stage_table(results: Sequence[Stages]) -> Table:
    """Return a table of the stages, with the ratio to what no program can do without."""
    table = Table(title="Processor time of a message, µs", box=box.SIMPLE, padding=(0, 1, 0, 0))
    table.add_column("", no_wrap=True)
    names = ("whole", "predict", "answer", "store", "request", "echo")
    for heading in (*names, "× (echo + reply)"):
        table.add_column(heading, justify="right", no_wrap=True)
    for result in results:
        figures = [f"{getattr(result, name):,.0f}" for name in names]
        table.add_row(result.name, *figures, f"{result.whole / result.least:.2f}")
    return table
