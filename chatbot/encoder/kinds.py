"""Sentence encoders that can be installed: one for English, one for a hundred languages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from chatbot.text.sentence import sentence


@dataclass(frozen=True, slots=True)
class EncoderKind:
    """Encoder: its `title` in a sentence, and the SHA-256 of what is published, `source`.

    `fingerprint` is the SHA-256 of the graph made of it, by which models name it. `tokenizer` is
    the name of a file, `command` installs it, and `ending` distinguishes its folder from that of
    the English encoder, beside which it lies.
    """

    title: str
    source: str
    fingerprint: str
    tokenizer: str
    command: str
    ending: str

    def folder(self, english: Path) -> Path:
        """Return the folder of the encoder, given that of the English one."""
        return english.with_name(english.name + self.ending)


ENGLISH_ENCODER = EncoderKind(
    sentence("sentence encoder"),
    "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "f53acf0bc7f643d32e8b62b600ae350d4e3df32546f881b0968bcca4663586a3",
    "tokenizer.json",
    "flask encoder install",
    "",
)
MULTILINGUAL_ENCODER = EncoderKind(
    sentence("multilingual sentence encoder"),
    "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
    "287cd8954bf057d3aa26e422a0b8c62512ae2e7e2b08b39c3b53ebc207bec476",
    "pieces.bin",
    "flask encoder install multilingual",
    "-multilingual",
)
ENCODERS = (ENGLISH_ENCODER, MULTILINGUAL_ENCODER)


def encoder_for(language: str) -> EncoderKind:
    """Return the encoder for a language, named in small letters."""
    return ENGLISH_ENCODER if language == "english" else MULTILINGUAL_ENCODER


def kind_of(folder: Path) -> EncoderKind:
    """Return the encoder that belongs into a folder."""
    is_other = folder.name.endswith(MULTILINGUAL_ENCODER.ending)
    return MULTILINGUAL_ENCODER if is_other else ENGLISH_ENCODER
