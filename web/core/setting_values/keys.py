"""Secrets among the values of settings."""

import re
from typing import Annotated

from pydantic import PlainValidator

SHORTEST_SECRET = 16


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


SecretKey = Annotated[str, PlainValidator(_secret_key)]
LongToken = Annotated[str, PlainValidator(_long_token)]
