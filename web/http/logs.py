"""structlog, imported without rich.

It would take rich, where that is installed, for tracebacks with local variables, which our log
never shows because visitors' messages are among them: 3 MB, in each web process.
"""

import sys

_hides_rich = "rich" not in sys.modules
if _hides_rich:
    sys.modules["rich"] = None  # type: ignore[assignment]
try:
    import structlog
finally:
    if _hides_rich:
        del sys.modules["rich"]

__all__ = ["structlog"]
