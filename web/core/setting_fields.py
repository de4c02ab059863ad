"""Environment variables of an installation, each with its default, its values and its meaning."""

from typing import Annotated, Any

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
)

from chatbot.home import HOME
from chatbot.model.architectures import AUTO
from chatbot.text.languages import SPOKEN_LANGUAGES
from web.core.action_hosts import ActionHosts
from web.core.assets import shipped
from web.core.setting_values.hosts import EventUrl, Hosts, ImageHosts, Sites
from web.core.setting_values.keys import LongToken, SecretKey
from web.core.setting_values.numbers import RateLimit, whole_number
from web.core.setting_values.opening_hours import Hours, Zone
from web.core.setting_values.paths import Avatar, Folder, IntentsPath, any_path
from web.core.setting_values.servers import DatabaseUrl, RedisUrl
from web.core.setting_values.texts import Buttons, Colour, Messages, one_of, short_text, utf8

DRAFT = "draft"
"""Context of a validation for which the intents may be missing."""
DATABASE_FILE = "recollect.db"
GREETING = (
    "Hello, I'm Juniper, the bot at the Cairnwell help desk."
    "|I can help with orders, delivery, returns, payment, your account and choosing gear,"
    " and I can tell you how to reach a person. What can I do for you?"
)

OPENINGS = "Where is my order?|I want to return something|I want to talk to a human"


def _setting(variable: str, default: str, description: str, *, secret: bool = False) -> Any:
    """Field for an environment variable, with the default as written in the environment."""
    return Field(default, alias=variable, description=description, repr=not secret)


class SettingFields(BaseModel):
    """Fields of the settings; the representation holds no secret."""

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

    @field_validator("*", mode="wrap")
    @classmethod
    def _parse(cls, text: str, parse: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
        if info.field_name == "intents" and info.context == DRAFT:
            return any_path(utf8(text))
        return parse(utf8(text)) if text else None
