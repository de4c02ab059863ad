"""Home folder of this installation: that of the checkout, or the working directory."""

from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[1]

HOME = _CHECKOUT if (_CHECKOUT / "app.py").is_file() else Path.cwd()
"""Default place of `encoder`, `instance` and `intents`. A package that pip installed has no place
of its own to write to."""
