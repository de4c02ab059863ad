"""Settings of an installation, read from the environment once, at the start."""

import os
from collections.abc import Mapping
from typing import Annotated, Any, Self, cast

from flask import current_app
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidatorFunctionWrapHandler,
    field_validator,
)
from pydantic_core import ErrorDetails

from chatbot.errors import ExplainedError
from chatbot.home import HOME
from chatbot.text.languages import LANGUAGES
from web.core.assets import shipped
from web.core.plain_bot import GREETINGS, PLAIN_AVATAR, PLAIN_NAME
from web.core.secret_key import DamagedKeyError, read_or_make_secret_key
from web.core.setting_values import (
    Avatar,
    Colour,
    DatabaseUrl,
    Folder,
    IntentsPath,
    Messages,
    RateLimit,
    RedisUrl,
    SecretKey,
    absolute_database_url,
    one_of,
    short_text,
    utf8,
    whole_number,
)

DATABASE_FILE = "recollect.db"
GREETING = (
    "Hello, I'm Juniper, the bot at the Cairnwell help desk."
    "|I can help with orders, delivery, returns, payment, your account and choosing gear,"
    " and I can tell you how to reach a person. What can I do for you?"
)


class SettingsError(ExplainedError):
    """Error: wrong settings, with a sentence for each in `problems`."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def _setting(variable: str, default: str, description: str, *, secret: bool = False) -> Any:
    """Field for an environment variable, with the default as written in the environment."""
    return Field(default, alias=variable, description=description, repr=not secret)


class Settings(BaseModel):
    """Settings by field; the representation holds no secret."""

    model_config = ConfigDict(frozen=True, validate_default=True)

    host: str = _setting("HOST", "127.0.0.1", "address to listen on")
    port: Annotated[int, whole_number(1, 65535)] = _setting("PORT", "8000", "port to listen on")
    secret_key: SecretKey = _setting(
        "SECRET_KEY",
        "",
        "signs cookies and links, and keys the second factor; made once in the instance folder when"
        " unset",
        secret=True,
    )
    database_url: DatabaseUrl = _setting(
        "DATABASE_URL",
        f"sqlite:///{DATABASE_FILE}",
        "postgresql://user:password@host/name, or sqlite:///file.db (in the instance folder)",
        secret=True,
    )
    redis_url: RedisUrl | None = _setting(
        "REDIS_URL",
        "",
        "redis://host:6379/0 for the queue and the rate limits; without it, SQLite and memory",
        secret=True,
    )
    intents: IntentsPath = _setting(
        "RECOLLECT_INTENTS", str(shipped("intents")), "folder (or one file) of the intents"
    )
    instance: Folder = _setting(
        "RECOLLECT_INSTANCE",
        str(HOME / "instance"),
        "folder of the SQLite database, the queue and the secret key",
    )
    encoder: Folder = _setting(
        "RECOLLECT_ENCODER",
        str(HOME / "encoder"),
        "folder of the sentence encoder, which flask encoder install fills",
    )
    language: Annotated[str, one_of(*LANGUAGES)] = _setting(
        "RECOLLECT_LANGUAGE", "english", "language of the intents: " + ", ".join(LANGUAGES)
    )
    refuse_at_most: Annotated[int, whole_number(0, 50)] = _setting(
        "RECOLLECT_REFUSE_AT_MOST",
        "5",
        "percentage of good questions that may get the fallback so that bad ones do; training"
        " heeds it",
    )
    gate_tests: Annotated[int, whole_number(0, 100)] = _setting(
        "RECOLLECT_GATE_TESTS",
        "1",
        "percentage of the tests that a new model may fail beyond those that the live one fails",
    )
    gate_macro_f1: Annotated[int, whole_number(0, 100)] = _setting(
        "RECOLLECT_GATE_MACRO_F1",
        "2",
        "percentage points by which a new model's macro F1 may be below the live one's",
    )
    gate_fallback: Annotated[int, whole_number(0, 100)] = _setting(
        "RECOLLECT_GATE_FALLBACK",
        "2",
        "percentage points by which a new model's share of fallbacks may be above the live one's",
    )
    web_processes: Annotated[int, whole_number(1, 64)] = _setting(
        "RECOLLECT_WEB_PROCESSES", "1", "processes that answer requests"
    )
    web_threads: Annotated[int, whole_number(1, 256)] = _setting(
        "RECOLLECT_WEB_THREADS", "16", "threads in each of these processes"
    )
    trusted_proxies: Annotated[int, whole_number(0, 8)] = _setting(
        "RECOLLECT_TRUSTED_PROXIES",
        "0",
        "reverse proxies in front whose X-Forwarded headers are believed",
    )
    bot_name: Annotated[str, short_text(40)] = _setting(
        "RECOLLECT_BOT_NAME",
        "Juniper",
        "the bot's name; unset, a bot of other intents than the bundled ones is called Bot",
    )
    bot_greeting: Messages = _setting(
        "RECOLLECT_BOT_GREETING",
        GREETING,
        "what the bot says first: one or several messages, separated by |; unset, a bot of other"
        " intents says hello in its language",
    )
    bot_colour: Colour = _setting(
        "RECOLLECT_BOT_COLOUR", "#2f6b4f", "the colour of the chat page, as #rrggbb"
    )
    bot_avatar: Avatar = _setting(
        "RECOLLECT_BOT_AVATAR",
        "🌿",
        "an emoji, one or two letters, or the path of an image file; unset, a bot of other intents"
        " has 💬",
    )
    rate_limit: RateLimit = _setting(
        "RECOLLECT_RATE_LIMIT",
        "60 per minute",
        "messages that one visitor may send; all at one address, five times as many",
    )
    log_level: Annotated[str, one_of("debug", "info", "warning", "error")] = _setting(
        "RECOLLECT_LOG_LEVEL",
        "info",
        "the least important log lines to write: debug, info, warning or error",
    )
    log_format: Annotated[str, one_of("console", "json")] = _setting(
        "RECOLLECT_LOG_FORMAT", "console", "log lines for people (console) or for machines (json)"
    )

    @field_validator("*", mode="wrap")
    @classmethod
    def _parse(cls, text: str, parse: ValidatorFunctionWrapHandler) -> Any:
        return parse(utf8(text)) if text else None

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Read the settings; an unset or empty variable means the default.

        Without a SECRET_KEY, a key is made in the instance folder and kept there. Raises
        SettingsError with every wrong setting.
        """
        stripped = ((name, text.strip()) for name, text in environ.items())
        try:
            settings = cls.model_validate({name: text for name, text in stripped if text})
        except ValidationError as error:
            raise SettingsError(tuple(_problem(details) for details in error.errors())) from None
        try:
            return settings._complete()
        except OSError as error:
            raise SettingsError((_instance_problem(error),)) from error
        except DamagedKeyError as error:
            raise SettingsError((f"SECRET_KEY: {error}",)) from error

    def _complete(self) -> Self:
        self.instance.mkdir(parents=True, exist_ok=True)
        return self.model_copy(
            update={
                "database_url": absolute_database_url(self.database_url, self.instance),
                "secret_key": self.secret_key or read_or_make_secret_key(self.instance),
                **self._own_character(),
            }
        )

    def _own_character(self) -> dict[str, Any]:
        """Name, greeting and picture, where unset, of a bot other than the bundled one."""
        if self.intents.resolve().is_relative_to(shipped("intents").resolve()):
            return {}
        own = {
            "bot_name": PLAIN_NAME,
            "bot_greeting": (GREETINGS[self.language],),
            "bot_avatar": PLAIN_AVATAR,
        }
        return {name: value for name, value in own.items() if name not in self.model_fields_set}


def current_settings() -> Settings:
    """Return the settings of the current application."""
    return cast(Settings, current_app.config["RECOLLECT"])


def _problem(details: ErrorDetails) -> str:
    (variable,) = details["loc"]
    shown = {field.alias for field in Settings.model_fields.values() if field.repr}
    value = f" is {details['input']!r}" if variable in shown else ""
    return f"{variable}{value}: {details['ctx']['error']}"


def _instance_problem(error: OSError) -> str:
    return (
        f"RECOLLECT_INSTANCE: {error.filename or 'the instance folder'} cannot be used"
        f" ({error.strerror}). Name a folder that this user may write to."
    )
