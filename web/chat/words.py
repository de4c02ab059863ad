"""Words of the chat page in the visitor's language: a JSON file for each language but English.

A sentence is known by its English text. `page` has those of the templates, `script` those of the
scripts, `person` those of the scripts for persons, which are sent only where persons answer.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from flask import request

from chatbot.text.languages import SPOKEN_LANGUAGES
from web.http.languages import first_language_of

ENGLISH = "en"
FOLDER = Path(__file__).parent / "words"
LANGUAGES = (ENGLISH, *sorted(path.stem for path in FOLDER.glob("*.json")))
RIGHT_TO_LEFT = ("ar",)


@dataclass(frozen=True, slots=True)
class Words:
    """Sentences of the chat page in a language (BCP 47)."""

    language: str
    page: Mapping[str, str] = field(default_factory=dict)
    script: Mapping[str, str] = field(default_factory=dict)
    person: Mapping[str, str] = field(default_factory=dict)

    @property
    def direction(self) -> str:
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"

    def of_scripts(self, *, with_persons: bool) -> Mapping[str, str]:
        """Return the sentences for the scripts of a page."""
        return {**self.script, **self.person} if with_persons else self.script

    def say(self, text: str, **values: str) -> str:
        """Return a sentence of the page, with the values in the place of their names."""
        return self.page.get(text, text).format(**values)


@cache
def words_of(language: str) -> Words:
    """Return the words of one of LANGUAGES."""
    if language == ENGLISH:
        return Words(ENGLISH)
    words = json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    return Words(language, words["page"], words["script"], words["person"])


def code_of(name: str) -> str:
    """Return the code of a language by its name, or English without words in that language."""
    code = SPOKEN_LANGUAGES[name]
    return code if code in LANGUAGES else ENGLISH


def words_of_request(spoken: str) -> Words:
    """Return the words in the language of the address, of the visitor, or of the bot (a name)."""
    chosen = request.args.get("language")
    if chosen is None or chosen not in LANGUAGES:
        chosen = first_language_of(LANGUAGES, code_of(spoken))
    return words_of(chosen)
