"""Texts among the values of settings: lines, choices, messages, buttons and colours."""

import re
from typing import Annotated

from pydantic import PlainValidator

from chatbot.text.comparison import is_blank

MOST_BUTTONS, LONGEST_BUTTON = 10, 100
NO_BUTTONS = "none"


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


def one_of(*choices: str) -> PlainValidator:
    """Parser of a choice, in lower case."""

    def parse(value: str) -> str:
        if value.lower() not in choices:
            raise ValueError(f"Write one of {', '.join(choices)}.")
        return value.lower()

    return PlainValidator(parse)


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


Messages = Annotated[tuple[str, ...], PlainValidator(_lines)]
Buttons = Annotated[tuple[str, ...], PlainValidator(_buttons)]
Colour = Annotated[str, PlainValidator(_colour)]
