"""Responses of Rasa's domain: texts, and buttons, by which a form may ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chatbot.intents.formats.draft import ImportDraft
from chatbot.intents.formats.forms.button_targets import AnswerButton
from chatbot.intents.formats.rasa_nlu import RasaTags

_RICH = ("attachment", "custom", "elements", "image", "quick_replies")


class RasaQuestions:
    """Texts of responses by name. `used` are the names by which forms ask."""

    def __init__(self, draft: ImportDraft, parts: Iterable[dict[str, Any]]) -> None:
        self.texts: dict[str, list[str]] = {}
        self.used: set[str] = set()
        self._draft = draft
        self._buttons: dict[str, list[tuple[str, list[dict[str, Any]]]]] = {}
        for part in parts:
            for key in ("responses", "templates"):
                for name, variants in draft.mapping(part.get(key), key).items():
                    for variant in variants if isinstance(variants, list) else [variants]:
                        self._read(name, variant)

    def of(self, form: str, slot: str) -> tuple[list[str], list[dict[str, Any]]]:
        """The texts and buttons by which a form asks for a slot, none if it has no response."""
        for name in (f"utter_ask_{form}_{slot}", f"utter_ask_{slot}"):
            if self.texts.get(name):
                self.used.add(name)
                buttons = [b for _, items in self._buttons.get(name, ()) for b in items]
                titles = {str(button.get("title")): button for button in buttons}
                return self.texts[name], list(titles.values())
        return [], []

    def note_buttons(self, tags: RasaTags) -> None:
        """Note the buttons of responses by which no form asks."""
        for name, variants in self._buttons.items():
            for text, buttons in () if name in self.used else variants:
                self._draft.buttons.note(name, text, [_button(b, tags) for b in buttons])

    def note_plain(self, names: Iterable[str]) -> None:
        """Note the texts of responses without buttons, by the names of those that are said."""
        for name in names:
            above = {text for text, _ in self._buttons.get(name, ())}
            for text in self.texts.get(name, ()):
                if text not in above:
                    self._draft.buttons.note(name, text)

    def _read(self, name: str, variant: Any) -> None:
        draft, is_text = self._draft, isinstance(variant, str)
        values = draft.mapping({"text": variant} if is_text else variant, name)
        draft.lose("rich_response", name, sum(bool(values.get(key)) for key in _RICH))
        draft.lose("condition", name, bool(values.get("condition") or values.get("channel")))
        texts = self.texts.setdefault(name, [])
        if isinstance(text := values.get("text"), str):
            texts.append(text)
        if values.get("buttons"):
            buttons = draft.objects(values["buttons"], name)
            self._buttons.setdefault(name, []).append((str(values.get("text") or ""), buttons))


def _button(values: dict[str, Any], tags: RasaTags) -> AnswerButton:
    """A button with its title, or with the message that it sends; one with values says nothing."""
    title, payload = values.get("title"), values.get("payload")
    text = title if isinstance(title, str) else ""
    if not isinstance(payload, str) or not payload.startswith("/"):
        return AnswerButton(payload if isinstance(payload, str) and payload.strip() else text)
    return AnswerButton("" if "{" in payload else text, str(tags.tag(payload[1:].strip())))
