"""The second factor: codes of an authenticator app, and recovery codes for when it is lost.

The database alone gives away neither: keys are derived from the secret key and a random number,
of which only the number is stored, and recovery codes are stored as keyed hashes. Flask-Security
would encrypt both, with a library that takes 7 MB in every web process.
"""

import hmac
import secrets
from typing import Any, cast

from flask import current_app
from flask_security import Security, Totp, UserMixin
from flask_security.recovery_codes import MfRecoveryCodesUtil
from passlib.totp import TOTP, TotpMatch

from web.accounts.tables import User
from web.core.database import db

RECOVERY_CODES = 10
WINDOW_SECONDS = 30  # a clock may be wrong by this much
KEY_BYTES = 20  # as many as all apps take


class LightSecurity(Security):
    """Flask-Security, which need not encrypt."""

    def _check_modules(self, module: str, config_name: str) -> object:
        return module == "cryptography" or super()._check_modules(module, config_name)  # type: ignore[no-untyped-call]


class OneTimeCodes(Totp):
    """Codes of an authenticator app, none of which is taken twice.

    What Flask-Security takes for the secret is the random number that it is derived from.
    """

    def __init__(self, secrets: dict[str, str], issuer: str) -> None:
        (self._secret_key,) = secrets.values()
        self._totp = TOTP.using(issuer=issuer)

    def generate_totp_secret(self) -> str:
        return secrets.token_hex(KEY_BYTES)

    def verify_totp(self, token: str, totp_secret: str, user: UserMixin, window: int = 0) -> bool:
        _take_turns(user)
        return super().verify_totp(token, self._derived(totp_secret), user, window)

    def get_totp_uri(self, username: str, totp_secret: str) -> str:
        return super().get_totp_uri(username, self._derived(totp_secret))

    def get_totp_pretty_key(self, totp_secret: str) -> str:
        return super().get_totp_pretty_key(self._derived(totp_secret))

    def get_totp_b32_key(self, totp_secret: str) -> str:
        return super().get_totp_b32_key(self._derived(totp_secret))

    def get_last_counter(self, user: UserMixin) -> int | None:
        return cast(User, user).tf_last_counter

    def set_last_counter(self, user: UserMixin, tmatch: TotpMatch) -> None:
        cast(User, user).tf_last_counter = tmatch.counter

    def _derived(self, number: str) -> TOTP:
        key = _keyed_hash(self._secret_key, "authenticator", number)[:KEY_BYTES]
        return self._totp(key=key, format="raw")


class HashedRecoveryCodes(MfRecoveryCodesUtil):
    """Recovery codes that can be checked, and not be looked up."""

    def _encrypt_codes(self, codes: list[str]) -> list[str]:
        return [_recovery_hash(code) for code in codes]

    def get_recovery_codes(self, user: UserMixin) -> list[str]:  # noqa: ARG002
        return []

    def check_recovery_code(self, user: UserMixin, code: str) -> bool:
        _take_turns(user)
        return _recovery_hash(code) in (user.mf_recovery_codes or ())

    def delete_recovery_code(self, user: UserMixin, code: str) -> bool:
        return super().delete_recovery_code(user, _recovery_hash(code))


def two_factor_settings(secret_key: str, issuer: str) -> dict[str, Any]:
    """The settings of Flask-Security."""
    return {
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_TWO_FACTOR_IMPLEMENTATIONS": {"code": "flask_security.twofactor.CodeTfPlugin"},
        "SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY": WINDOW_SECONDS,
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
        "SECURITY_TWO_FACTOR_POST_SETUP_VIEW": "admin.account",
        "SECURITY_TOTP_SECRETS": {"1": secret_key},
        "SECURITY_TOTP_ISSUER": issuer,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": RECOVERY_CODES,
    }


def _take_turns(user: UserMixin) -> None:
    """Read the user anew, and let nobody else until the request ends: a code is good once."""
    db.session.refresh(user, with_for_update=True)


def _recovery_hash(code: str) -> str:
    return _keyed_hash(str(current_app.secret_key), "recovery code", code).hex()


def _keyed_hash(secret_key: str, purpose: str, value: str) -> bytes:
    return hmac.digest(secret_key.encode(), f"{purpose} {value}".encode(), "sha256")
