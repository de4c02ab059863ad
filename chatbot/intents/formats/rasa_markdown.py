"""Markdown of Rasa 1: training data, stories and retrieval responses, in the shape of Rasa's YAML.

`## intent:NAME` with examples below it; `## STORY` with `* intent` and `- action` below it.
"""

from __future__ import annotations

import re
from typing import Any

_NLU_KEYS = ("intent", "synonym", "regex", "lookup")
_RASA = re.compile(r"^##\s*(?:intent|synonym|regex|lookup):|^\*\s+\S.*\n+\s*-\s", re.MULTILINE)
_SECTION = re.compile(r"#+\s*(?:intent|synonym|regex|lookup):|##")
"""Beginning of a section; training data may have a heading of another level by mistake."""
_ACTION = re.compile(r"[\w/.-]+")
_FORM_NAME = re.compile(r'"name"\s*:\s*"([^"]+)"')
_DATA = re.compile(r"\{.*", re.DOTALL)
_OF_FORM = re.compile(r"form:\s+")
"""Beginning of a step that a form took, as interactive learning writes it."""


def is_rasa_markdown(text: str) -> bool:
    """True for training data and stories, not for a README."""
    return _RASA.search(text) is not None


def parse_markdown(text: str) -> dict[str, list[dict[str, Any]]]:
    """Parse a file to `nlu` and `stories`."""
    nlu: list[dict[str, Any]] = []
    stories: list[dict[str, Any]] = []
    for line in _without_comments(text).split("\n"):
        line = line.strip()
        if _SECTION.match(line):
            _open_section(line.lstrip("#").strip(), nlu, stories)
        elif line.startswith(">"):
            _add_step(stories, {"checkpoint": line[1:].strip()})
        elif line[:1] in ("-", "*", "+") and line[1:].strip():
            _add_item(line[0], line[1:].strip(), nlu, stories)
    return {"nlu": nlu, "stories": [story for story in stories if story["steps"]]}


def _open_section(title: str, nlu: list[dict[str, Any]], stories: list[dict[str, Any]]) -> None:
    key, colon, name = title.partition(":")
    if colon and key.strip() in _NLU_KEYS:
        nlu.append({key.strip(): name.strip(), "examples": []})
        stories.append({"story": "", "steps": [], "closed": True})
    else:
        stories.append({"story": title, "steps": []})


def _add_item(
    bullet: str, text: str, nlu: list[dict[str, Any]], stories: list[dict[str, Any]]
) -> None:
    if not stories:
        return
    if stories[-1].get("closed"):
        nlu[-1]["examples"].append({"text": text})
    elif _OF_FORM.match(text):
        _add_step(stories, {"form": text})
    elif bullet == "*":
        _add_step(stories, _intent_step(text))
    elif text.startswith("slot{"):
        _add_step(stories, {"slot_was_set": text})
    elif text.startswith("form{"):
        name = _FORM_NAME.search(text)
        _add_step(stories, {"active_loop": name[1] if name else None})
    else:
        key = "action" if _ACTION.fullmatch(text) else "bot"
        _add_step(stories, {key: text})


def _add_step(stories: list[dict[str, Any]], step: dict[str, Any]) -> None:
    if stories and not stories[-1].get("closed"):
        stories[-1]["steps"].append(step)


def _intent_step(text: str) -> dict[str, Any]:
    """Step of `greet`, `greet{"name": "Ann"}`, `greet: hello`, or `yes OR ok`."""
    name, colon, message = text.partition(": ")
    if colon and _ACTION.fullmatch(name):
        return {"intent": name, "user": message.strip()}
    names = [_DATA.sub("", part).strip() for part in text.split(" OR ")]
    steps = [{"intent": name} for name in names]
    if len(steps) > 1:
        return {"or": steps}
    return {"intent": names[0], "entities": [text] if "{" in text else []}


def _without_comments(text: str) -> str:
    parts: list[str] = []
    start = 0
    while (opening := text.find("<!--", start)) >= 0:
        closing = text.find("-->", opening)
        if closing < 0:
            break
        parts.append(text[start:opening])
        start = closing + 3
    return "".join([*parts, text[start:]])
