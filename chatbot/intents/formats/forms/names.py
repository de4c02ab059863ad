"""Names of entities and slots in our files, for those of other programs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from chatbot.intents.forms.schema import LONGEST_NAME, is_name

_OTHER_SIGNS = re.compile(r"\W+")
_FOR_A_NUMBER = 8
_NAMELESS = "a"


class FreeNames:
    """Names like others that our files allow, each given once."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._numbers: Counter[str] = Counter()

    def free(self, name: str) -> str:
        """The name, or one like it that is allowed and free."""
        name = name if is_name(name) else _allowed(name)
        free = name
        while free in self._taken:
            self._numbers[name] += 1
            free = f"{name[: LONGEST_NAME - _FOR_A_NUMBER]}_{self._numbers[name] + 1}"
        self._taken.add(free)
        return free


def _allowed(name: str) -> str:
    name = _OTHER_SIGNS.sub("_", name[:200]).strip("_")[: LONGEST_NAME - _FOR_A_NUMBER]
    return next(filter(is_name, (name, f"{_NAMELESS}_{name}")), _NAMELESS)
