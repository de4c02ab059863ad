"""The settings: one frozen object, read from the environment once, at the start."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from flask import current_app

from chatbot.home import HOME
from chatbot.text.languages import LANGUAGES
from web.core import setting_values
from web.core.assets import shipped
from web.core.secret_key import DamagedKeyError, read_or_make_secret_key

PROJECT_ROOT = HOME
DATABASE_FILE = "recollect.db"
GREETING = (
    "Hello, I'm Juniper, the bot at the Cairnwell help desk."
    "|I can help with orders, delivery, returns, payment, your account and choosing gear,"
    " and I can tell you how to reach a person. What can I do for you?"
)


class SettingsError(ValueError):
    """One or more settings are wrong; `problems` holds a sentence for each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True)
class Settings:
    """Everything that can be set. Secrets are never part of the representation."""

    host: str
    port: int
    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)
    redis_url: str | None = field(repr=False)
    intents: Path
    instance: Path
    encoder: Path
    language: str
    refuse_at_most: int
    gate_tests: int
    gate_macro_f1: int
    gate_fallback: int
    web_processes: int
    web_threads: int
    trusted_proxies: int
    bot_name: str
    bot_greeting: tuple[str, ...]
    bot_colour: str
    bot_avatar: str | Path
    rate_limit: str
    log_level: str
    log_format: str

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """The settings of this environment; raises SettingsError with every wrong one.

        An unset or empty variable means its default. Without a SECRET_KEY, one is made
        in the instance folder and kept there.
        """
        parsed, problems = _parse(environ)
        if not problems:
            try:
                return _complete(parsed)
            except OSError as error:
                problems.append(_instance_problem(error))
            except DamagedKeyError as error:
                problems.append(f"SECRET_KEY: {error}")
        raise SettingsError(tuple(problems))


@dataclass(frozen=True)
class Setting:
    """One environment variable: its default as it would be written, how it is read, its help."""

    name: str
    default: str
    parse: Callable[[str], object]
    help: str
    secret: bool = False

    @property
    def field(self) -> str:
        """The field of `Settings` that it fills."""
        return self.name.removeprefix("RECOLLECT_").lower()

    def problem(self, value: str, error: ValueError) -> str:
        shown = "" if self.secret else f" is {value!r}"
        return f"{self.name}{shown}: {error}"


SETTINGS = (
    Setting("HOST", "127.0.0.1", str, "address to listen on"),
    Setting("PORT", "8000", setting_values.whole_number(1, 65535), "port to listen on"),
    Setting(
        "SECRET_KEY",
        "",
        setting_values.secret_key,
        "signs cookies and links, and keys the second factor; made once in the instance folder when"
        " unset",
        secret=True,
    ),
    Setting(
        "DATABASE_URL",
        f"sqlite:///{DATABASE_FILE}",
        setting_values.database_url,
        "postgresql://user:password@host/name, or sqlite:///file.db (in the instance folder)",
        secret=True,
    ),
    Setting(
        "REDIS_URL",
        "",
        setting_values.redis_url,
        "redis://host:6379/0 for the queue and the rate limits; without it, SQLite and memory",
        secret=True,
    ),
    Setting(
        "RECOLLECT_INTENTS",
        str(shipped("intents")),
        setting_values.intents,
        "folder (or one file) of the intents",
    ),
    Setting(
        "RECOLLECT_INSTANCE",
        str(PROJECT_ROOT / "instance"),
        setting_values.folder,
        "folder of the SQLite database, the queue and the secret key",
    ),
    Setting(
        "RECOLLECT_ENCODER",
        str(PROJECT_ROOT / "encoder"),
        setting_values.folder,
        "folder of the sentence encoder, which flask encoder install fills",
    ),
    Setting(
        "RECOLLECT_LANGUAGE",
        "english",
        setting_values.one_of(*LANGUAGES),
        "language of the intents: " + ", ".join(LANGUAGES),
    ),
    Setting(
        "RECOLLECT_REFUSE_AT_MOST",
        "5",
        setting_values.whole_number(0, 50),
        "percentage of good questions that may get the fallback so that bad ones do; training"
        " heeds it",
    ),
    Setting(
        "RECOLLECT_GATE_TESTS",
        "1",
        setting_values.whole_number(0, 100),
        "percentage of the tests that a new model may fail beyond those that the live one fails",
    ),
    Setting(
        "RECOLLECT_GATE_MACRO_F1",
        "2",
        setting_values.whole_number(0, 100),
        "percentage points by which a new model's macro F1 may be below the live one's",
    ),
    Setting(
        "RECOLLECT_GATE_FALLBACK",
        "2",
        setting_values.whole_number(0, 100),
        "percentage points by which a new model's share of fallbacks may be above the live one's",
    ),
    Setting(
        "RECOLLECT_WEB_PROCESSES",
        "1",
        setting_values.whole_number(1, 64),
        "processes that answer requests",
    ),
    Setting(
        "RECOLLECT_WEB_THREADS",
        "16",
        setting_values.whole_number(1, 256),
        "threads in each of these processes",
    ),
    Setting(
        "RECOLLECT_TRUSTED_PROXIES",
        "0",
        setting_values.whole_number(0, 8),
        "reverse proxies in front whose X-Forwarded headers are believed",
    ),
    Setting(
        "RECOLLECT_BOT_NAME",
        "Juniper",
        setting_values.short_text(40),
        "the bot's name",
    ),
    Setting(
        "RECOLLECT_BOT_GREETING",
        GREETING,
        setting_values.lines,
        "what the bot says first: one or several messages, separated by |",
    ),
    Setting(
        "RECOLLECT_BOT_COLOUR",
        "#2f6b4f",
        setting_values.colour,
        "the colour of the chat page, as #rrggbb",
    ),
    Setting(
        "RECOLLECT_BOT_AVATAR",
        "🌿",
        setting_values.avatar,
        "an emoji, one or two letters, or the path of an image file",
    ),
    Setting(
        "RECOLLECT_RATE_LIMIT",
        "60 per minute",
        setting_values.rate_limit,
        "messages that one visitor may send; all at one address, five times as many",
    ),
    Setting(
        "RECOLLECT_LOG_LEVEL",
        "info",
        setting_values.one_of("debug", "info", "warning", "error"),
        "the least important log lines to write: debug, info, warning or error",
    ),
    Setting(
        "RECOLLECT_LOG_FORMAT",
        "console",
        setting_values.one_of("console", "json"),
        "log lines for people (console) or for machines (json)",
    ),
)


def current_settings() -> Settings:
    """The settings of the current application."""
    return cast(Settings, current_app.config["RECOLLECT"])


def _parse(environ: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    parsed: dict[str, Any] = {}
    problems = []
    for setting in SETTINGS:
        value = environ.get(setting.name, "").strip() or setting.default
        try:
            parsed[setting.field] = setting.parse(setting_values.utf8(value)) if value else None
        except ValueError as error:
            problems.append(setting.problem(value, error))
    return parsed, problems


def _complete(parsed: dict[str, Any]) -> Settings:
    instance: Path = parsed["instance"]
    instance.mkdir(parents=True, exist_ok=True)
    parsed["database_url"] = setting_values.absolute_database_url(parsed["database_url"], instance)
    parsed["secret_key"] = parsed["secret_key"] or read_or_make_secret_key(instance)
    return Settings(**parsed)


def _instance_problem(error: OSError) -> str:
    return (
        f"RECOLLECT_INSTANCE: {error.filename or 'the instance folder'} cannot be used"
        f" ({error.strerror}). Name a folder that this user may write to."
    )
