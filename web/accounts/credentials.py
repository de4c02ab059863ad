"""Passwords: which ones are good enough, and how they are stored."""

import re
from typing import Any
from unicodedata import normalize

from flask_security import MailUtil, PasswordUtil
from flask_security.mail_util import EmailValidateException

SHORTEST = 12

LONGEST_PASSWORD = 4096  # of longer ones passlib makes no hash, nor compares them

FEWEST_DIFFERENT = 6

RULES = (
    f"At least {SHORTEST} characters, {FEWEST_DIFFERENT} of them different, and not your email"
    " address. A few words that only you would put together are easy to keep in mind."
)

TOO_LONG = f"A password has at most {LONGEST_PASSWORD:,} characters."

ARGON2 = {
    # 19 MiB and two passes, as OWASP advises: many may sign in at once on a small machine.
    "argon2__memory_cost": 19 * 1024,
    "argon2__time_cost": 2,
    "argon2__parallelism": 1,
}


class PasswordError(ValueError):
    """The password is not good enough; the sentence says why."""


class PasswordRules(PasswordUtil):
    """The rules of all forms in which a password is chosen."""

    def validate(
        self,
        password: str,
        is_register: bool,  # noqa: ARG002
        **kwargs: Any,
    ) -> tuple[list[str] | None, str]:
        """Return what is wrong with the password, if anything, and the password as it is kept."""
        normal = self.normalize(password)
        problem = problem_of(normal, kwargs["user"].email)
        return ([problem] if problem else None), normal


def problem_of(password: str, email: str) -> str | None:
    """A sentence on what is wrong with the password of the user with this address."""
    if len(password) < SHORTEST:
        return f"The password has {len(password)} characters. Choose one with {SHORTEST} at least."
    if len(password) > LONGEST_PASSWORD:
        return TOO_LONG
    if len(set(password)) < FEWEST_DIFFERENT:
        return f"The password repeats itself. Use at least {FEWEST_DIFFERENT} different characters."
    if email.casefold() in password.casefold() or password.casefold() in email.casefold():
        return "The password is your email address. Choose one that others do not know."
    return None


LONGEST_EMAIL = 255


class EmailNames(MailUtil):
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
        and len(email) <= LONGEST_EMAIL
        and re.fullmatch(r"[^@\s]+@[^@\s]+", email) is not None
    )
