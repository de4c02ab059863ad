"""Second factor: codes of an authenticator app, and recovery codes for a lost phone.

Flask-Security stores both encrypted, with keys derived from the secret key: the database alone
gives away neither.
"""

import hmac
from base64 import urlsafe_b64encode
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from flask import current_app
from flask_security import Totp, UserMixin
from flask_security.proxies import _security
from flask_security.recovery_codes import MfRecoveryCodesUtil
from passlib.totp import TotpMatch

from web.accounts.tables import User
from web.core.database import db
from web.core.stored_values import read_stored

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

RECOVERY_CODES = 10
WINDOW_SECONDS = 30  # a clock may be wrong by this much


class OneTimeCodes(Totp):
    """Codes of an authenticator app, each accepted once."""

    def verify_totp(self, token: str, totp_secret: str, user: UserMixin, window: int = 0) -> bool:
        _take_turns(user)
        if not totp_secret.startswith("{"):
            totp_secret = user.tf_totp_secret = self._encrypt_derived_key(totp_secret)

        def verify(secret: str) -> bool:
            return super(OneTimeCodes, self).verify_totp(token, secret, user, window)

        name = f"the second factor of user {cast(User, user).id}"
        return read_stored(verify, totp_secret, instead=False, name=name)

    def get_last_counter(self, user: UserMixin) -> int | None:
        return cast(User, user).tf_last_counter

    def set_last_counter(self, user: UserMixin, tmatch: TotpMatch) -> None:
        cast(User, user).tf_last_counter = tmatch.counter

    def _encrypt_derived_key(self, number: str) -> str:
        """Return the key derived from a stored number by version 0.3: apps still hold such keys."""
        secret_key = str(current_app.secret_key).encode()
        key = hmac.digest(secret_key, f"authenticator {number}".encode(), "sha256")[:20]
        return str(self._totp(key=key, format="raw").to_json(encrypt=True))


class Cryptor:
    """Encryption with keys; loads the ciphers on the first use."""

    def __init__(self, keys: list[bytes]) -> None:
        self._keys = keys

    @cached_property
    def _fernet(self) -> "MultiFernet":
        from cryptography.fernet import Fernet, MultiFernet

        return MultiFernet([Fernet(key) for key in self._keys])

    def encrypt(self, code: bytes) -> bytes:
        return self._fernet.encrypt(code)

    def decrypt(self, token: bytes, seconds: int | None) -> bytes:
        return self._fernet.decrypt(token, seconds)


class RecoveryCodes(MfRecoveryCodesUtil):
    """Recovery codes, each accepted once."""

    def setup_cryptor(self, keys: list[bytes]) -> None:
        self.cryptor = cast("MultiFernet", Cryptor(keys))

    def check_recovery_code(self, user: UserMixin, code: str) -> bool:
        _take_turns(user)
        return super().check_recovery_code(user, code)


def two_factor_settings(secret_key: str, issuer: str) -> dict[str, Any]:
    """Return the settings of Flask-Security for the second factor."""
    recovery_key = hmac.digest(secret_key.encode(), b"recovery codes", "sha256")
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
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS": [urlsafe_b64encode(recovery_key)],
    }


def recovery_codes_left(user: User) -> int:
    """Return the number of recovery codes left."""
    return len(_security.mf_recovery_codes_util.get_recovery_codes(user))


def _take_turns(user: UserMixin) -> None:
    """Read the user anew, and lock the row until the request ends: a code is good once."""
    db.session.refresh(user, with_for_update=True)
