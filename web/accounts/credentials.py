"""Rules of passwords and email addresses, and parameters of the password hash."""

import re
from typing import Any
from unicodedata import normalize

from flask_security import MailUtil, PasswordUtil
from flask_security.mail_util import EmailValidateException

from web.core.errors import RefusedError
from web.http.numbers import number
from web.http.translation import _, ngettext

SHORTEST = 12

LONGEST_PASSWORD = 4096  # passlib neither hashes nor compares longer ones

FEWEST_DIFFERENT = 6

ARGON2 = {
    # 19 MiB and two passes, as OWASP advises: many may sign in at once on a small machine.
    "argon2__memory_cost": 19 * 1024,
    "argon2__time_cost": 2,
    "argon2__parallelism": 1,
}


def rules() -> str:
    """Rules of a password, in sentences."""
    return _(
        "At least %(shortest)d characters, %(different)d of them different, and not your email"
        " address. A few words that only you would put together are easy to keep in mind.",
        shortest=SHORTEST,
        different=FEWEST_DIFFERENT,
    )


def too_long() -> str:
    """Sentence about a password that is too long to be hashed."""
    return _("A password has at most %(most)s characters.", most=number(LONGEST_PASSWORD))


class PasswordError(RefusedError):
    """The password is not good enough; the sentence says why."""


class PasswordRules(PasswordUtil):
    """Password rules of the forms of Flask-Security."""

    def validate(
        self,
        password: str,
        is_register: bool,  # noqa: ARG002
        **kwargs: Any,
    ) -> tuple[list[str] | None, str]:
        """Return the complaints, None where there are none, and the normalised password."""
        normal = self.normalize(password)
        problem = problem_of(normal, kwargs["user"].email)
        return ([problem] if problem else None), normal


def problem_of(password: str, email: str) -> str | None:
    """Sentence about a fault of the password of the user with an address, or None."""
    if len(password) < SHORTEST:
        return ngettext(
            "The password has %(num)d character. Choose one with %(shortest)d at least.",
            "The password has %(num)d characters. Choose one with %(shortest)d at least.",
            len(password),
            shortest=SHORTEST,
        )
    if len(password) > LONGEST_PASSWORD:
        return too_long()
    if len(set(password)) < FEWEST_DIFFERENT:
        return _(
            "The password repeats itself. Use at least %(different)d different characters.",
            different=FEWEST_DIFFERENT,
        )
    if email.casefold() in password.casefold() or password.casefold() in email.casefold():
        return _("The password is your email address. Choose one that others do not know.")
    return None


LONGEST_EMAIL = 255


class EmailNames(MailUtil):
    """Email rules of the forms of Flask-Security: a name, for nothing is ever sent."""

    def __init__(self, app: object) -> None:
        """Take nothing from the application."""

    def normalize(self, email: str) -> str:
        """Return the normalised address; raises EmailValidateException."""
        if not is_address(email):
            raise EmailValidateException(_("This is not an email address."))
        return normal(email)

    def validate(self, email: str) -> str:
        """Normalise the address: there is nothing to deliver."""
        return self.normalize(email)


def normal(email: str) -> str:
    """Normalised address: NFKC, lower case, no spaces around."""
    return normalize("NFKC", email).strip().lower()


def is_address(email: str) -> bool:
    """True for a single @ with a part on both sides; local addresses count."""
    email = normal(email)
    return (
        email.isprintable()
        and len(email) <= LONGEST_EMAIL
        and re.fullmatch(r"[^@\s]+@[^@\s]+", email) is not None
    )
