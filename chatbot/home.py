"""Home folder of the installation: the folder of the checkout, or the working directory."""

from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[1]

HOME = _CHECKOUT if (_CHECKOUT / "app.py").is_file() else Path.cwd()
"""Default place of `encoder`, `instance` and `intents`. A package installed by pip has no
folder to write to."""
