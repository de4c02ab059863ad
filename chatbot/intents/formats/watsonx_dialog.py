"""Dialog nodes of watsonx: conditions on intents, and what the bot says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from chatbot.intents.formats.draft import ImportDraft
from chatbot.intents.formats.exchanges import ContextualExchange, joined_variants, place_exchanges
from chatbot.intents.formats.forms.button_targets import AnswerButton
from chatbot.intents.formats.forms.form_draft import FormDraft
from chatbot.intents.formats.forms.watsonx_slots import SlotNodes

_INTENT = re.compile(r"#([\w.-]+)")
_ONLY_INTENTS = re.compile(
    r"[\s()]*#[\w.-]+[\s()]*(?:(?:\|\||\bor\b|\bOR\b)[\s()]*#[\w.-]+[\s()]*)*"
)
_SLOT_TYPES = ("event_handler", "slot")
_WELCOME = ("conversation_start", "welcome")
_OTHERWISE = ("anything_else", "true", "irrelevant")
_MOST_JUMPS = 10


def read_dialog(draft: ImportDraft, nodes: list[dict[str, Any]]) -> None:
    """Give responses to the intents that nodes wait for; a node below another needs its context."""
    dialog = _Dialog(draft, nodes)
    exchanges = [exchange for node in nodes for exchange in dialog.exchanges(node)]
    counts = Counter(exchange.tag for exchange in exchanges)
    for tag, form in dialog.forms.items():
        if counts[tag] == 1:
            draft.intent(tag).form = form
        else:
            draft.lose("form", tag)
    placed = place_exchanges(draft, exchanges)
    for context, tags in dialog.openers(exchanges).items():
        for tag in tags:
            for variant in placed.get(tag, [tag]):
                contexts = draft.intent(variant).context_set
                contexts += [context] if context not in contexts else []


class _Dialog:
    """Nodes by their ids, with the loss of all that has no counterpart."""

    def __init__(self, draft: ImportDraft, nodes: list[dict[str, Any]]) -> None:
        self._draft = draft
        self._nodes = {
            node["dialog_node"]: node for node in nodes if isinstance(node.get("dialog_node"), str)
        }
        self.forms: dict[str, FormDraft] = {}
        self._slots = SlotNodes(draft, self._nodes.values(), self._said)
        self._framed: set[str] = set()
        for node in self._nodes.values():
            if node.get("type") == "frame" and _is_of_intents(node):
                self._frame(node)
        self._conditional: dict[str, list[dict[str, Any]]] = {}
        for node in self._nodes.values():
            if node.get("type") == "response_condition":
                self._conditional.setdefault(str(node.get("parent")), []).append(node)

    def exchanges(self, node: dict[str, Any]) -> Iterator[ContextualExchange]:
        """The exchanges of a node: one for each intent of its condition."""
        condition = str(node.get("conditions") or "").strip()
        name = str(node.get("title") or node.get("dialog_node"))
        kind = str(node.get("type"))
        if kind in _SLOT_TYPES or (kind == "frame" and not _is_of_intents(node)):
            self._draft.lose("slot", name, not self._is_framed(node))
        elif condition in _WELCOME:
            self._draft.lose("greeting", " ".join(self._responses(node)))
        elif condition in _OTHERWISE and not node.get("parent"):
            self._draft.fallback.responses += self._responses(node)
        elif tags := _INTENT.findall(condition):
            if not _ONLY_INTENTS.fullmatch(condition):
                self._draft.lose("condition", condition)
            context = self._context(node)
            responses = self._responses(node)
            yield from (ContextualExchange(tag, context, responses) for tag in dict.fromkeys(tags))
        elif kind == "response_condition":
            above = self._nodes.get(str(node.get("parent")), {})
            self._draft.lose("dialog_node", name, not _is_read(above))
        elif kind != "folder":
            self._draft.lose("dialog_node", name)
        is_set = bool(node.get("context")) and not self._slots.takes(node)
        self._draft.lose("variable", name, is_set)
        self._draft.lose("action", name, bool(node.get("actions")))

    def _frame(self, node: dict[str, Any]) -> None:
        """Read the form of a frame, for each intent that opens it."""
        self._framed.add(str(node.get("dialog_node")))
        form = self._slots.form(node)
        if form:
            for tag in _INTENT.findall(str(node["conditions"])):
                self.forms.setdefault(tag, form)

    def _is_framed(self, node: dict[str, Any]) -> bool:
        """True for a part of a frame that is read, or of a slot of one."""
        above = self._nodes.get(str(node.get("parent")), {})
        parents = {str(node.get("parent")), str(above.get("parent"))}
        return not self._framed.isdisjoint(parents)

    def _said(self, node: dict[str, Any]) -> list[str]:
        return [text for texts in self._output(node) for text in texts]

    def openers(self, exchanges: list[ContextualExchange]) -> dict[str, list[str]]:
        """Tags whose answers open the contexts of the exchanges."""
        contexts = {exchange.context for exchange in exchanges if exchange.context}
        openers: dict[str, list[str]] = {}
        for identity, node in self._nodes.items():
            context = self._name(node, identity)
            if context in contexts:
                openers[context] = _INTENT.findall(str(node.get("conditions") or ""))
        return openers

    def _context(self, node: dict[str, Any]) -> str:
        """Name of the context that a node waits for: its parent, without folders."""
        parent = node.get("parent")
        for _ in range(len(self._nodes)):
            above = self._nodes.get(parent) if isinstance(parent, str) else None
            if above is None:
                return ""
            if above.get("type") != "folder":
                waits = _INTENT.search(str(above.get("conditions") or ""))
                return self._name(above, str(parent)) if waits else ""
            parent = above.get("parent")
        return ""

    def _name(self, node: dict[str, Any], identity: str) -> str:
        title = node.get("title")
        return title.strip() if isinstance(title, str) and title.strip() else identity

    def _responses(self, node: dict[str, Any], jumps: int = 0) -> tuple[str, ...]:
        """Texts of a node, of its conditional responses, or of the node that it jumps to."""
        variants = self._answers(node)
        below = self._conditional.get(str(node.get("dialog_node")), [])
        for child in below:
            if str(child.get("conditions") or "true").strip() not in _OTHERWISE:
                self._draft.lose("condition", str(child.get("conditions")))
            variants += [[text] for text in joined_variants(self._answers(child))]
        if below:
            return tuple(text for texts in variants for text in texts)
        step = node.get("next_step") or node.get("go_to")  # the older name
        target = step.get("dialog_node") if isinstance(step, dict) else None
        if not isinstance(target, str):
            skips = isinstance(step, dict) and step.get("behavior") == "skip_user_input"
            self._draft.lose("jump", str(node.get("title") or node.get("dialog_node")), skips)
            return joined_variants(variants)
        if not variants and target in self._nodes and jumps < _MOST_JUMPS:
            return self._responses(self._nodes[target], jumps + 1)
        self._draft.lose("jump", target)
        return joined_variants(variants)

    def _answers(self, node: dict[str, Any]) -> list[list[str]]:
        """The messages of a node that answers; their texts without options are noted as such."""
        answers = self._output(node)
        for text in (text for texts in answers for text in texts):
            self._draft.buttons.note(str(node.get("dialog_node")), text)
        return answers

    def _output(self, node: dict[str, Any]) -> list[list[str]]:
        """The messages of a node, each with its variants."""
        name = str(node.get("dialog_node"))
        output = self._draft.mapping(node.get("output"), name)
        messages = [_old_texts(self._draft, output.get("text"))]
        for item in self._draft.objects(output.get("generic"), name):
            values = item.get("values")
            if item.get("response_type") == "text" and isinstance(values, list):
                texts = [value.get("text") for value in self._draft.objects(values, name)]
                messages += _messages(item, [text for text in texts if isinstance(text, str)])
            elif item.get("response_type") == "option":
                messages += self._options(name, item, messages[-1])
            else:
                self._draft.lose("rich_response", name)
        kept = [[text for text in texts if text.strip()] for texts in messages]
        return [texts for texts in kept if texts]

    def _options(self, name: str, item: dict[str, Any], above: list[str]) -> Iterator[list[str]]:
        """The question of options, if there is one; the options are buttons below it."""
        title = item.get("title")
        texts = [title] if isinstance(title, str) and title.strip() else above
        options = self._draft.objects(item.get("options"), name)
        for text in texts or [""]:
            self._draft.buttons.note(name, text, [AnswerButton(_said_by(o)) for o in options])
        if texts is not above:
            yield texts


def _said_by(option: dict[str, Any]) -> str:
    """The message that an option sends: that of its value, or its label."""
    value = option.get("value")
    message = value.get("input") if isinstance(value, dict) else None
    text = message.get("text") if isinstance(message, dict) else None
    texts = (text, option.get("label"))
    return next((text for text in texts if isinstance(text, str) and text.strip()), "")


def _is_of_intents(node: dict[str, Any]) -> bool:
    """True for a node that intents alone open."""
    return bool(_ONLY_INTENTS.fullmatch(str(node.get("conditions") or "")))


def _is_read(node: dict[str, Any]) -> bool:
    """True for a node whose conditional responses are read with it."""
    condition = str(node.get("conditions") or "").strip()
    is_last = condition in _OTHERWISE and not node.get("parent")
    return condition in _WELCOME or is_last or bool(_INTENT.search(condition))


def _messages(item: dict[str, Any], texts: list[str]) -> list[list[str]]:
    """The variants of an answer, or, where it says all of its lines, each line as a message."""
    is_multiline = item.get("selection_policy") == "multiline"
    return [[text] for text in texts] if is_multiline else [texts]


def _old_texts(draft: ImportDraft, value: Any) -> list[str]:
    """Texts of `"text": "Hello"`, and of `"text": {"values": ["Hello"]}`."""
    return draft.texts(value.get("values") if isinstance(value, dict) else value, "text")
