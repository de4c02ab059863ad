"""Values of settings: each parser raises ValueError with the text to write instead."""

import re
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import sqlalchemy as sa
from pydantic import PlainValidator

from chatbot.imports import deferred
from chatbot.text.comparison import is_blank

IMAGE_TYPES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
SHORTEST_SECRET = 16
LONGEST_AVATAR = 2
MOST_BUTTONS, LONGEST_BUTTON = 10, 100
MOST_MESSAGES = 1_000_000
_LABEL = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?"
HOST_NAME = re.compile(rf"({_LABEL}(\.{_LABEL})*|\[[0-9a-f:.]+\])(:[0-9]{{1,5}})?")
ORIGIN = re.compile(rf"https?://{HOST_NAME.pattern}")
ADDRESS = re.compile(r"[!$-;=?-\[\]_a-z~]+")
"""Characters of a web address without a fragment: printable, of ASCII."""
MOST_IMAGE_HOSTS = 100
NO_BUTTONS = "none"
LONGEST_WINDOW = 366 * 24 * 60 * 60


def utf8(value: str) -> str:
    """Return `value`; raises ValueError for bytes of another encoding in the environment."""
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError("It is not UTF-8. Write it in UTF-8.") from None
    return value


def short_text(longest: int) -> PlainValidator:
    """Parser of a single printable line."""

    def parse(value: str) -> str:
        if len(value) > longest or not value.isprintable():
            raise ValueError(f"Write one line of at most {longest} characters.")
        return value

    return PlainValidator(parse)


def whole_number(least: int, most: int) -> PlainValidator:
    """Parser of decimal digits."""

    def parse(value: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", value) or not least <= int(value) <= most:
            raise ValueError(f"Write a whole number from {least} to {most}.")
        return int(value)

    return PlainValidator(parse)


def one_of(*choices: str) -> PlainValidator:
    """Parser of a choice, in lower case."""

    def parse(value: str) -> str:
        if value.lower() not in choices:
            raise ValueError(f"Write one of {', '.join(choices)}.")
        return value.lower()

    return PlainValidator(parse)


def _secret_key(value: str) -> str:
    if len(value) < SHORTEST_SECRET:
        raise ValueError(
            f"It is shorter than {SHORTEST_SECRET} characters and could be guessed. Write a long"
            ' random text, such as the output of python3 -c "import secrets;'
            ' print(secrets.token_hex(32))", or leave it out and one is made.'
        )
    return value


def _long_token(value: str) -> str:
    if len(value) < SHORTEST_SECRET or not re.fullmatch(r"[!-~]+", value):
        raise ValueError(
            f"Write at least {SHORTEST_SECRET} letters, digits and signs of ASCII without blanks,"
            ' such as the output of python3 -c "import secrets; print(secrets.token_hex(32))".'
        )
    return value


def _database_url(value: str) -> str:
    """Return the URL for SQLAlchemy, of SQLite or psycopg."""
    advice = "Write postgresql://user:password@host:5432/name or sqlite:///file.db."
    try:
        url = sa.make_url(re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", value))
    except (sa.exc.ArgumentError, ValueError):
        raise ValueError(f"It is not the URL of a database. {advice}") from None
    if url.drivername not in ("sqlite", "postgresql+psycopg"):
        raise ValueError(f"{url.drivername} is not a supported database. {advice}")
    if not url.database:
        raise ValueError(f"It names no database. {advice}")
    more_than_a_file = url.database == ":memory:" or url.query or url.host or url.username
    if url.drivername == "sqlite" and more_than_a_file:
        raise ValueError("SQLite needs a plain file here. Write sqlite:///file.db.")
    return url.render_as_string(hide_password=False)


def absolute_database_url(value: str, instance: Path) -> str:
    """Return the URL, with the file of a relative SQLite URL in the instance folder."""
    url = sa.make_url(value)
    if url.drivername != "sqlite" or url.database is None:
        return value
    return url.set(database=str(instance / url.database)).render_as_string()


def _redis_url(value: str) -> str:
    from redis.connection import parse_url

    try:
        if re.match(r"(redis|rediss|unix)://.", value):
            parse_url(value)  # type: ignore[no-untyped-call]
            return value
    except ValueError:
        pass  # a port that is no number, for one
    raise ValueError("It is not the URL of a Redis server. Write redis://host:6379/0.")


def any_path(value: str) -> Path:
    """Return the absolute path; raises ValueError for a path the system cannot look for."""
    try:
        path = Path(value).expanduser().absolute()
        path.exists()
    except OSError as error:
        raise ValueError(f"That path cannot be used ({error.strerror}).") from None
    except RuntimeError:
        raise ValueError("There is no home folder of that user. Write the whole path.") from None
    return path


def _folder(value: str) -> Path:
    path = any_path(value)
    if path.exists() and not path.is_dir():
        raise ValueError("That is a file. Name a folder.")
    return path


def present_path(value: str) -> Path:
    """Return the absolute path of a file or folder; raises ValueError if it is missing."""
    path = any_path(value)
    if not path.exists():
        raise ValueError("There is no such folder or file. Name the folder of your intent files.")
    return path


def _lines(value: str) -> tuple[str, ...]:
    parts = tuple(part.strip() for part in value.split("|") if part.strip())
    if not parts:
        raise ValueError("Write at least one message; separate several with |.")
    return parts


def _buttons(value: str) -> tuple[str, ...]:
    if value.strip().lower() == NO_BUTTONS:
        return ()
    buttons = _lines(value)
    if any(is_blank(button) or not button.isprintable() for button in buttons):
        raise ValueError(
            "Write texts that can be seen, without line breaks and control characters."
        )
    if len(buttons) > MOST_BUTTONS or any(len(button) > LONGEST_BUTTON for button in buttons):
        raise ValueError(
            f"Write at most {MOST_BUTTONS} texts of at most {LONGEST_BUTTON} characters, separated"
            " by |."
        )
    return tuple(dict.fromkeys(buttons))


def _colour(value: str) -> str:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise ValueError("Write a colour as #rrggbb, such as #2f6b4f.")
    return value.lower()


def _avatar(value: str) -> str | Path:
    """Return a text of at most two graphemes, or the path of an existing image."""
    import regex  # type: ignore[import-untyped]

    if len(regex.findall(r"\X", value)) <= LONGEST_AVATAR:
        return value
    path = any_path(value)
    if path.suffix.lower() not in IMAGE_TYPES:
        raise ValueError(
            "Write an emoji, one or two letters, or the path of an image"
            f" ({', '.join(IMAGE_TYPES)})."
        )
    if not path.is_file():
        raise ValueError("There is no such image file. Write the path of one, or an emoji.")
    return path


def _hosts(value: str) -> tuple[str, ...]:
    hosts = tuple(host.strip().lower() for host in value.split(",") if host.strip())
    if not hosts or not all(map(_is_host, hosts)):
        raise ValueError(
            "Write names alone, separated by commas, without http:// and paths:"
            " chat.example.org, www.example.org:8443."
        )
    return hosts


def _is_host(host: str) -> bool:
    try:
        parts = urlsplit(f"//{host}")
        return bool(HOST_NAME.fullmatch(host) and parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _image_hosts(value: str) -> tuple[str, ...]:
    hosts = _hosts(value)
    if len(hosts) > MOST_IMAGE_HOSTS:
        raise ValueError(f"Write at most {MOST_IMAGE_HOSTS} hosts: each answer names them all.")
    return hosts


def _sites(value: str) -> tuple[str, ...]:
    """Return origins as browsers write them: in lower case, without the usual port."""
    origins = tuple(site.strip().lower() for site in value.split(",") if site.strip())
    if not origins or not all(ORIGIN.fullmatch(origin) for origin in origins):
        raise ValueError(
            "Write scheme and name alone, separated by commas, without paths and wildcards:"
            " https://www.example.org, http://localhost:8080."
        )
    usual = {"https": ":443", "http:": ":80"}
    return tuple(origin.removesuffix(usual[origin[:5]]) for origin in origins)


def _event_url(value: str) -> str:
    try:
        parts = urlsplit(value)
        is_whole = parts.scheme in ("https", "http") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_whole = False
    if not is_whole or "@" in parts.netloc or not ADDRESS.fullmatch(value):
        raise ValueError(
            "Write https://, a host of RECOLLECT_ACTION_HOSTS, a path, without user and blanks:"
            " https://shop.example.com/events."
        )
    return value


def _rate_limit(value: str) -> str:
    with deferred("limits.aio"):  # for asynchronous applications
        from limits import parse_many

    try:
        if all(
            0 < limit.amount <= MOST_MESSAGES and 0 < limit.get_expiry() <= LONGEST_WINDOW
            for limit in parse_many(value)
        ):
            return value
    except ValueError:
        pass
    raise ValueError('Write a limit such as "60 per minute".')


SecretKey = Annotated[str, PlainValidator(_secret_key)]
DatabaseUrl = Annotated[str, PlainValidator(_database_url)]
RedisUrl = Annotated[str, PlainValidator(_redis_url)]
Folder = Annotated[Path, PlainValidator(_folder)]
Hosts = Annotated[tuple[str, ...], PlainValidator(_hosts)]
ImageHosts = Annotated[tuple[str, ...], PlainValidator(_image_hosts)]
IntentsPath = Annotated[Path, PlainValidator(present_path)]
LongToken = Annotated[str, PlainValidator(_long_token)]
Messages = Annotated[tuple[str, ...], PlainValidator(_lines)]
Buttons = Annotated[tuple[str, ...], PlainValidator(_buttons)]
Colour = Annotated[str, PlainValidator(_colour)]
Avatar = Annotated[str | Path, PlainValidator(_avatar)]
Sites = Annotated[tuple[str, ...], PlainValidator(_sites)]
EventUrl = Annotated[str, PlainValidator(_event_url)]
RateLimit = Annotated[str, PlainValidator(_rate_limit)]
