"""Settings of an installation, read from the environment once, at the start."""

import os
from collections.abc import Mapping
from typing import Annotated, Any, Self, cast

from flask import current_app
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
)
from pydantic_core import ErrorDetails

from chatbot.errors import ExplainedError
from chatbot.home import HOME
from chatbot.model.architectures import AUTO, ENGLISH
from chatbot.text.languages import SPOKEN_LANGUAGES
from web.core.action_hosts import ActionHosts
from web.core.assets import shipped
from web.core.opening_hours import Hours, Zone
from web.core.plain_bot import GREETINGS, PLAIN_AVATAR, PLAIN_NAME
from web.core.secret_key import DamagedKeyError, draft_secret_key, read_or_make_secret_key
from web.core.setting_values import (
    Avatar,
    Buttons,
    Colour,
    DatabaseUrl,
    EventUrl,
    Folder,
    Hosts,
    ImageHosts,
    IntentsPath,
    LongToken,
    Messages,
    RateLimit,
    RedisUrl,
    SecretKey,
    Sites,
    absolute_database_url,
    any_path,
    one_of,
    present_path,
    short_text,
    utf8,
    whole_number,
)

_DRAFT = "draft"
DATABASE_FILE = "recollect.db"
GREETING = (
    "Hello, I'm Juniper, the bot at the Cairnwell help desk."
    "|I can help with orders, delivery, returns, payment, your account and choosing gear,"
    " and I can tell you how to reach a person. What can I do for you?"
)

OPENINGS = "Where is my order?|I want to return something|I want to talk to a human"


class SettingsError(ExplainedError):
    """Error: wrong settings, with a sentence for each in `problems`.

    `variables` are those with values that cannot be read.
    """

    def __init__(self, problems: tuple[str, ...], variables: tuple[str, ...] = ()) -> None:
        self.problems = problems
        self.variables = variables
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
    language: Annotated[str, one_of(AUTO, *SPOKEN_LANGUAGES)] = _setting(
        "RECOLLECT_LANGUAGE",
        AUTO,
        "language of the intents: auto, that of their patterns; or "
        + ", ".join(sorted(SPOKEN_LANGUAGES)),
    )
    refuse_at_most: Annotated[int, whole_number(0, 50)] = _setting(
        "RECOLLECT_REFUSE_AT_MOST",
        "5",
        "percentage of good questions that may get the fallback so that bad ones do; training"
        " heeds it, by the tests where there are more than 100",
    )
    learn_from_messages: Annotated[int, whole_number(0, 15000)] = _setting(
        "RECOLLECT_LEARN_FROM_MESSAGES",
        "15000",
        "latest messages of visitors, at most, that help an LSTM to learn from the sentence"
        " encoder; 0 for none",
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
    workers: Annotated[int, whole_number(0, 1)] = _setting(
        "RECOLLECT_WORKERS",
        "1",
        "workers beside these processes; 0 on a machine that answers and never trains",
    )
    trusted_proxies: Annotated[int, whole_number(0, 8)] = _setting(
        "RECOLLECT_TRUSTED_PROXIES",
        "0",
        "reverse proxies in front whose X-Forwarded headers are believed",
    )
    hosts: Hosts | None = _setting(
        "RECOLLECT_HOSTS",
        "",
        "names by which this site is reached, separated by commas, such as chat.example.org: the"
        " first is in links, requests for others are refused; unset, any name, and links have HOST",
    )
    sites: Sites | None = _setting(
        "RECOLLECT_SITES",
        "",
        "other sites whose pages may show the chat and use the API, separated by commas, such as"
        " https://www.example.org; unset, none",
    )
    image_hosts: ImageHosts | None = _setting(
        "RECOLLECT_IMAGE_HOSTS",
        "",
        "hosts of the images in answers, by HTTPS, separated by commas, such as img.example.org;"
        " unset, only images of the bot's own site are shown, others are links",
    )
    identify_secret: LongToken | None = _setting(
        "RECOLLECT_IDENTIFY_SECRET",
        "",
        "secret shared with the server of such a site, which names its signed-in users with it, at"
        " least 16 characters; unset, nobody can be named",
        secret=True,
    )
    action_hosts: ActionHosts | None = _setting(
        "RECOLLECT_ACTION_HOSTS",
        "",
        "hosts that the actions of intents may call by HTTPS, separated by commas, such as"
        " shop.example.com; one of your own network has its scheme in front, as in"
        " http://localhost:5055; unset, no action is called",
    )
    action_secret: LongToken | None = _setting(
        "RECOLLECT_ACTION_SECRET",
        "",
        "secret shared with these hosts, which signs what is sent to them, at least 16 characters;"
        " unset, nothing is signed",
        secret=True,
    )
    action_seconds: Annotated[int, whole_number(1, 15)] = _setting(
        "RECOLLECT_ACTION_SECONDS",
        "5",
        "seconds for a call of an action with all that it waits for; then the visitor gets the"
        " answer for errors",
    )
    event_url: EventUrl | None = _setting(
        "RECOLLECT_EVENT_URL",
        "",
        "address on one of these hosts that is told of new conversations and of requests for a"
        " person, without their words; unset, nothing is told",
        secret=True,
    )
    live_hours: Hours | None = _setting(
        "RECOLLECT_LIVE_HOURS",
        "",
        'hours at which persons answer in the chat, as in "mon-fri 9:00-17:00, sat 10:00-14:00", or'
        " always; unset, nobody can be asked for",
    )
    live_zone: Zone = _setting(
        "RECOLLECT_LIVE_ZONE", "UTC", "time zone of these hours, such as Europe/Berlin"
    )
    live_wait: Annotated[int, whole_number(1, 1440)] = _setting(
        "RECOLLECT_LIVE_WAIT",
        "5",
        "minutes that a visitor waits for a person; then the bot goes on, and the visitor may leave"
        " an address",
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
    bot_openings: Buttons = _setting(
        "RECOLLECT_BOT_OPENINGS",
        OPENINGS,
        "buttons under the greeting, separated by |, each a message to begin with; none for no"
        " buttons; unset, a bot of other intents has none",
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
    metrics_token: LongToken | None = _setting(
        "RECOLLECT_METRICS_TOKEN",
        "",
        "token for reading /metrics, at least 16 characters; unset, there are no metrics",
        secret=True,
    )
    keep_conversations: Annotated[int, whole_number(1, 36500)] | None = _setting(
        "RECOLLECT_KEEP_CONVERSATIONS",
        "",
        "days after its last message for which a conversation is kept; unset, for ever",
    )
    keep_versions: Annotated[int, whole_number(1, 10000)] | None = _setting(
        "RECOLLECT_KEEP_VERSIONS",
        "",
        "models to keep: so many of the newest, and so many of those that were live last; unset,"
        " all",
    )
    most_conversations: Annotated[int, whole_number(1, 100_000)] = _setting(
        "RECOLLECT_MOST_CONVERSATIONS",
        "100",
        "conversations that one visitor may keep; a new one then needs an old one deleted",
    )
    most_messages: Annotated[int, whole_number(2, 100_000)] = _setting(
        "RECOLLECT_MOST_MESSAGES",
        "2000",
        "messages in one conversation, answers among them; then a new one has to be begun",
    )
    log_level: Annotated[str, one_of("debug", "info", "warning", "error")] = _setting(
        "RECOLLECT_LOG_LEVEL",
        "info",
        "the least important log lines to write: debug, info, warning or error",
    )
    log_format: Annotated[str, one_of("console", "json")] = _setting(
        "RECOLLECT_LOG_FORMAT", "console", "log lines for people (console) or for machines (json)"
    )

    _drafted_key: str | None = PrivateAttr(default=None)

    @field_validator("*", mode="wrap")
    @classmethod
    def _parse(cls, text: str, parse: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
        if info.field_name == "intents" and info.context == _DRAFT:
            return any_path(utf8(text))
        return parse(utf8(text)) if text else None

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Read the settings; an unset or empty variable means the default.

        Without a SECRET_KEY, a key is made in the instance folder and kept there. Raises
        SettingsError with every wrong setting.
        """
        settings = cls._validated(environ)
        return settings._complete(settings._kept_key())

    @classmethod
    def draft(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Read the settings for a command, which may need files alone: nothing is made.

        The intents may be missing. A command with a database begins with `make_instance`.
        """
        settings = cls._validated(environ, _DRAFT)
        key = "" if settings.secret_key else draft_secret_key(settings.instance)
        draft = settings._complete(settings.secret_key or key)
        draft._drafted_key = key
        return draft

    def make_instance(self) -> None:
        """Make the instance folder and the key that a draft left out; raises SettingsError."""
        if self._drafted_key is None:
            return
        try:
            present_path(str(self.intents))
        except ValueError as error:
            raise SettingsError((f"RECOLLECT_INTENTS is {str(self.intents)!r}: {error}",)) from None
        if self._kept_key(self._drafted_key) != self.secret_key:
            raise SettingsError(("SECRET_KEY: It was made at this moment. Run the command again.",))

    @classmethod
    def _validated(cls, environ: Mapping[str, str], context: str = "") -> Self:
        stripped = ((name, text.strip()) for name, text in environ.items())
        values = {name: text for name, text in stripped if text}
        try:
            return cls.model_validate(values, context=context)
        except ValidationError as error:
            errors = error.errors()
            variables = tuple(str(details["loc"][0]) for details in errors)
            raise SettingsError(tuple(map(_problem, errors)), variables) from None

    def _kept_key(self, drafted: str = "") -> str:
        """The key of the environment, or of the instance folder, which is made."""
        try:
            self.instance.mkdir(parents=True, exist_ok=True)
            if self.secret_key and self.secret_key != drafted:
                return self.secret_key
            return read_or_make_secret_key(self.instance, drafted)
        except OSError as error:
            raise SettingsError((_instance_problem(error),)) from error
        except DamagedKeyError as error:
            raise SettingsError((f"SECRET_KEY: {error}",)) from error

    def _complete(self, secret_key: str) -> Self:
        return self.model_copy(
            update={
                "database_url": absolute_database_url(self.database_url, self.instance),
                "secret_key": secret_key,
                **self._own_character(),
            }
        )

    @property
    def spoken_language(self) -> str:
        """Language of the settings, or that of the patterns in the files, read anew."""
        if self.language != AUTO:
            return self.language
        if self._is_bundled:
            return ENGLISH
        from chatbot.intents.errors import IntentsError
        from chatbot.intents.intent_set import IntentSet
        from chatbot.intents.linting.languages import language_of

        try:
            return language_of(IntentSet.load(self.intents)).name
        except IntentsError:  # told by whatever needs the intents
            return ENGLISH

    def greeting(self, language: str) -> tuple[str, ...]:
        """Return the first messages of the bot: those of the settings, or a hello in a language."""
        return self.bot_greeting or (GREETINGS[language],)

    @property
    def announces(self) -> bool:
        """True where a program is told of events."""
        return self.event_url is not None

    @property
    def chosen_language(self) -> str:
        """Language of the settings, "" for that of the patterns."""
        return "" if self.language == AUTO else self.language

    @property
    def _is_bundled(self) -> bool:
        return self.intents.resolve().is_relative_to(shipped("intents").resolve())

    def _own_character(self) -> dict[str, Any]:
        """Name, greeting and picture, where unset, of a bot other than the bundled one."""
        if self._is_bundled:
            return {}
        own = {
            "bot_name": PLAIN_NAME,
            "bot_greeting": () if self.language == AUTO else (GREETINGS[self.language],),
            "bot_openings": (),
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
