"""structlog, imported without rich: 3 MB less in a web process.

structlog imports rich where installed, for tracebacks with local variables. The log never shows
local variables, as the messages of visitors are among the values.
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
