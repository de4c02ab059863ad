"""Slots of watsonx: nodes below a frame, each with handlers that ask and that take a value."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from chatbot.entities.entity import BuiltIn
from chatbot.intents.formats.draft import ImportDraft
from chatbot.intents.formats.forms.entity_draft import EntityDraft
from chatbot.intents.formats.forms.form_draft import FormDraft, SlotDraft

Node = dict[str, Any]

SYSTEM: Mapping[str, BuiltIn] = {
    "sys-currency": "money",
    "sys-date": "date",
    "sys-number": "number",
    "sys-time": "time",
}
"""Built-in entities by the system entities that mean the same."""

PLACEHOLDER = re.compile(
    r"<\?(?!\s*\$\w+\s*\?>)[^?<]{0,200}\?>|\$\w+\.\w+"
    r"|(?:<\?\s*)?\$(?P<shared>\w+)(?:\s*\?>)?|<\?"
)
"""Placeholder of a variable, which all nodes share; an expression is something else."""

_VARIABLE = re.compile(r"\$(\w+)")
_ENTITY = re.compile(r"@([\w-]+)")


class SlotNodes:
    """Nodes by their parents. `texts_of` reads the texts of a node."""

    def __init__(
        self, draft: ImportDraft, nodes: Iterable[Node], texts_of: Callable[[Node], list[str]]
    ) -> None:
        self._draft = draft
        self._texts_of = texts_of
        self._variables: dict[str, str] = {}
        self._below: dict[str, list[Node]] = defaultdict(list)
        for node in nodes:
            self._below[str(node.get("parent"))].append(node)
            if variable := _VARIABLE.fullmatch(str(node.get("variable")).strip()):
                self._variables[str(node.get("dialog_node"))] = variable[1]

    def form(self, frame: Node) -> FormDraft | None:
        """The form of a frame, None without slots that can be asked for."""
        nodes = _in_order(self._below.get(str(frame.get("dialog_node")), []))
        slots = [slot for node in nodes if (slot := self._slot(node))]
        return FormDraft(slots) if slots else None

    def takes(self, node: Node) -> bool:
        """True for a handler that sets nothing but the variable of its slot, to what it heard."""
        context, entity = node.get("context"), str(node.get("conditions")).strip()
        if node.get("event_name") != "input" or not isinstance(context, dict):
            return False
        taken = {name: _taken(value) for name, value in context.items()}
        return taken == {self._variables.get(str(node.get("parent"))): entity}

    def _slot(self, node: Node) -> SlotDraft | None:
        if node.get("type") != "slot":
            self._draft.lose("slot_source", _name(node), node.get("type") == "event_handler")
            return None
        variable = _VARIABLE.fullmatch(str(node.get("variable")).strip())
        handlers = self._below.get(str(node.get("dialog_node")), [])
        asking = [h for h in handlers if h.get("event_name") == "focus"]
        taking = [h for h in handlers if h.get("event_name") == "input"]
        prompts = [text for handler in asking for text in self._texts_of(handler)]
        entity = self._entity(taking[0]) if len(taking) == 1 else None
        if variable is None or not prompts or entity is None or node.get("conditions"):
            self._draft.lose("slot", _name(node))
            return None
        others = len(handlers) - len(asking) - len(taking)
        self._draft.lose("slot_source", _name(node), others)
        return SlotDraft(variable[1], entity, prompts)

    def _entity(self, handler: Node) -> EntityDraft | BuiltIn | None:
        match = _ENTITY.fullmatch(str(handler.get("conditions")).strip())
        return (SYSTEM.get(match[1]) or self._draft.entities.get(match[1])) if match else None


def _taken(value: Any) -> str:
    """Expression that a handler sets: `@city`, also written as `<? @city ?>`."""
    return str(value).strip().removeprefix("<?").removesuffix("?>").strip()


def _name(node: Node) -> str:
    return str(node.get("variable") or node.get("title") or node.get("dialog_node"))


def _in_order(nodes: list[Node]) -> list[Node]:
    """Siblings in the order of the dialog: each names the one before it."""
    following = {str(node.get("previous_sibling")): node for node in nodes}
    names = {str(node.get("dialog_node")) for node in nodes}
    first = [node for node in nodes if str(node.get("previous_sibling")) not in names]
    ordered: dict[str, Node] = {}
    for node in first:
        step: Node | None = node
        while step is not None and str(step.get("dialog_node")) not in ordered:
            ordered[str(step.get("dialog_node"))] = step
            step = following.get(str(step.get("dialog_node")))
    return [*ordered.values(), *(n for n in nodes if str(n.get("dialog_node")) not in ordered)]
