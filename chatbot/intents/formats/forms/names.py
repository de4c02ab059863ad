"""Names of entities and slots in our files, for those of other programs."""

from __future__ import annotations

import re
from collections.abc import Container

from chatbot.entities.entity import BUILT_IN
from chatbot.intents.forms.schema import LONGEST_NAME, is_name

_OTHER_SIGNS = re.compile(r"\W+")
_FOR_A_NUMBER = 4


def free_name(name: str, taken: Container[str], *, is_entity: bool = False) -> str:
    """Return a name like another one that our files allow, and that is not taken."""
    if not is_name(name):
        name = _OTHER_SIGNS.sub("_", name).strip("_")[: LONGEST_NAME - _FOR_A_NUMBER]
        name = name if is_name(name) else f"a_{name}"[: LONGEST_NAME - _FOR_A_NUMBER]
        name = name if is_name(name) else "a"
    free, number = name, 1
    while free in taken or (is_entity and free in BUILT_IN):
        number += 1
        free = f"{name[: LONGEST_NAME - _FOR_A_NUMBER]}_{number}"
    return free
