"""Email addresses, which are names here: nothing is ever sent to them."""

import re
from unicodedata import normalize

from flask_security import MailUtil
from flask_security.mail_util import EmailValidateException

LONGEST = 255


class EmailNames(MailUtil):  # type: ignore[misc]
    """Lets the forms of Flask-Security take every name that an account may have."""

    def __init__(self, app: object) -> None:
        """Need nothing of the application."""

    def normalize(self, email: str) -> str:
        """Return the address as it is stored; raises EmailValidateException."""
        if not is_address(email):
            raise EmailValidateException("This is not an email address.")
        return normal(email)

    def validate(self, email: str) -> str:
        """Do the same: there is nothing to deliver."""
        return self.normalize(email)


def normal(email: str) -> str:
    """The one way in which an address is stored, however it is typed."""
    return normalize("NFKC", email).strip().lower()


def is_address(email: str) -> bool:
    """Whether it has a part on both sides of one @; addresses of a local network count."""
    email = normal(email)
    return (
        email.isprintable()
        and len(email) <= LONGEST
        and re.fullmatch(r"[^@\s]+@[^@\s]+", email) is not None
    )
