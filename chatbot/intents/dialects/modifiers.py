"""Words before or after a name that change no role: "mensaje_usuario", "frases de ejemplo"."""

from __future__ import annotations

import re
from collections.abc import Mapping

_OF = "(?:de(?:la?)?|del|do|da|des|of)?"
_USER = "users?|usuario|utilisateur|benutzer|nutzer|kunden?|cliente|pengguna|human"
_BOT = "chatbot|bot|system|assistant|asistente|assistente|assistent|asisten"
_EXAMPLE = "examples?|ejemplos?|exemplos?|exemples?|beispiel|contoh|samples?"
_TRAINING = "trainings?|entrenamiento|treinamento|treino|entrainement|latihan|latih"
_NAME = "name|nombre|nome|nom|nama|label|etiqueta"


def _around(words: str) -> re.Pattern[str]:
    return re.compile(f"(?:{words}){_OF}(.+)|(.+?){_OF}(?:{words})")


_MODIFIERS: Mapping[str, re.Pattern[str]] = {
    "tag": _around(f"{_USER}|{_NAME}"),
    "patterns": _around(f"{_USER}|{_EXAMPLE}|{_TRAINING}"),
    "responses": _around(_BOT),
}


def without_modifier(name: str, role: str) -> str:
    """Return a name of a role without a word before or after it that tells who says it."""
    match = _MODIFIERS[role].fullmatch(name)
    return match[1] or match[2] if match else name
