"""Users, sign-in, second factor, API tokens, access control."""

from chatbot.imports import deferred

_CIPHERS = "cryptography.hazmat.primitives.ciphers"  # 7 MB, for a second factor alone

with deferred(_CIPHERS, f"{_CIPHERS}.algorithms", f"{_CIPHERS}.modes"):
    import passlib.totp  # noqa: F401
