"""Request and response models of visitors' tokens."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from web.api.schemas import In, Out

LARGEST_TIME = 2**53 - 1


def _whole(value: object) -> object:
    # To JSON, 1.0 is a whole number.
    return int(value) if isinstance(value, float) and value.is_integer() else value


_Seconds = Annotated[int, Field(strict=True, ge=0, le=LARGEST_TIME)]
# Bounds within: outside of the validator, the OpenAPI document would not have them.
Time = Annotated[_Seconds, BeforeValidator(_whole)]


class SignedUser(In):
    """User of a site, vouched for by its server until `expires` (seconds since 1970).

    `signature` is the HMAC-SHA256 of "expires.id" with RECOLLECT_IDENTIFY_SECRET, in hexadecimal.
    """

    id: Annotated[str, Field(min_length=1, max_length=200)]
    expires: Time
    signature: Annotated[str, Field(pattern="^[0-9a-f]{64}", max_length=64)]


class NewVisitor(In):
    """A new visitor without a name, or the visitor of a site's user."""

    user: SignedUser | None = None


class VisitorToken(Out):
    token: str
