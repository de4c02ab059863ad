"""Sentences of the sign-in, in the language of the request."""

from functools import cache
from gettext import GNUTranslations, NullTranslations, translation
from typing import Any

from flask_security.babel import FsDomain

from web.core.assets import package_folder
from web.http.translation import ENGLISH, language, later, translated

SENTENCES = {
    "UNAUTHENTICATED": (later("Sign in to open this page."), "info"),
    "GENERIC_AUTHN_FAILED": (later("The email address or the password is wrong."), "danger"),
    "INVALID_PASSWORD": (later("That is not your password."), "danger"),
    "RETYPE_PASSWORD_MISMATCH": (later("The two passwords differ."), "danger"),
    "PASSWORD_IS_THE_SAME": (later("This is your password already. Choose another one."), "danger"),
    "PASSWORD_CHANGE": (
        later("Your password is changed, and other browsers are signed out."),
        "success",
    ),
    "REAUTHENTICATION_SUCCESSFUL": (later("Thank you. Go on."), "success"),
    "TWO_FACTOR_INVALID_TOKEN": (
        later("The code is wrong, too old, or was used before."),
        "danger",
    ),
    "INVALID_RECOVERY_CODE": (
        later("This is none of your recovery codes, or it was used."),
        "danger",
    ),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": (later("You are signed in."), "success"),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (later("Two-factor sign-in is on."), "success"),
    "TWO_FACTOR_DISABLED": (later("Two-factor sign-in is off."), "success"),
    "TWO_FACTOR_SETUP_EXPIRED": (later("That took too long. Start again."), "danger"),
    "TWO_FACTOR_PERMISSION_DENIED": (later("Sign in with your password first."), "danger"),
}


class SignInWords(FsDomain):
    """Sentences of Flask-Security: those of our catalogue, then those that come with it."""

    def gettext(self, string: str, **variables: Any) -> str:
        """Return the sentence with its variables."""
        sentence = worded(string)
        return sentence % variables if variables else sentence


def worded(sentence: str) -> str:
    """Return a sentence of a form; Flask-Security words some validators without its domain."""
    ours = translated(sentence)
    return ours if ours != sentence else _shipped(language()).gettext(sentence)


@cache
def _shipped(code: str) -> NullTranslations | GNUTranslations:
    """Catalogue that comes with Flask-Security."""
    if code == ENGLISH:
        return NullTranslations()
    folder = package_folder("flask_security") / "translations"
    return translation("flask_security", folder, [f"{code}_{code.upper()}"], fallback=True)
