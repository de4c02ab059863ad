"""Passwords: which ones are good enough, and how they are stored."""

from typing import Any

from flask_security import PasswordUtil

SHORTEST = 12
LONGEST = 4096  # of longer ones passlib makes no hash, nor compares them
FEWEST_DIFFERENT = 6
RULES = (
    f"At least {SHORTEST} characters, {FEWEST_DIFFERENT} of them different, and not your email"
    " address. A few words that only you would put together are easy to keep in mind."
)
TOO_LONG = f"A password has at most {LONGEST:,} characters."
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
    if len(password) > LONGEST:
        return TOO_LONG
    if len(set(password)) < FEWEST_DIFFERENT:
        return f"The password repeats itself. Use at least {FEWEST_DIFFERENT} different characters."
    if email.casefold() in password.casefold() or password.casefold() in email.casefold():
        return "The password is your email address. Choose one that others do not know."
    return None
