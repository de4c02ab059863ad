"""Clauses of a message: two questions that somebody asks at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from chatbot.text.words import normalise, without_accents

QUESTION_MARKS = ("?", "؟", "？")

_AND = {
    "arabic": "و ثم",
    "danish": "og",
    "dutch": "en ook",
    "english": "and also plus & then",
    "finnish": "ja sekä",
    "french": "et ensuite puis",
    "german": "und sowie außerdem",
    "hungarian": "és meg valamint",
    "italian": "e ed poi inoltre",
    "norwegian": "og",
    "portuguese": "e depois também",
    "romanian": "și iar apoi",
    "russian": "и также",
    "spanish": "y e además luego",
    "swedish": "och samt",
}
_QUESTION_WORDS = {
    "arabic": "هل ما ماذا متى أين اين كيف لماذا كم أي اي من",
    "danish": "hvad hvem hvor hvordan hvornår hvorfor hvilken hvilket hvilke kan er har må skal",
    "dutch": "wat wie waar hoe wanneer waarom welke welk hoeveel kan kun kunt is zijn heb hebben"
    " mag moet",
    "english": "what what's which who who's whose where where's why how how's can could do does did"
    " is are was were will would have has may should when_are when_can when_could when_did when_do"
    " when_does when_is when_should when_was when_will when_would when's",
    "finnish": "mikä mitä mitkä kuka missä mistä mihin milloin miten miksi paljonko onko voiko"
    " voinko voitteko saako",
    "french": "qui quoi où quand_est quand_est-ce quand_sera comment combien pourquoi quel quelle"
    " quels quelles est peut puis peux pouvez avez est-ce peut-on puis-je pouvez-vous avez-vous",
    "german": "was wer wen wem wo wohin woher wann warum wieso weshalb wie womit welche welcher"
    " welches welchen kann kannst können könnt ist sind hat habt haben gibt darf dürfen muss",
    "hungarian": "mi mit ki kit hol hova honnan mikor hogyan miért milyen melyik mennyi hány"
    " lehet van",
    "italian": "chi cosa dove quando quanto quanta quanti quante perché quale quali come posso"
    " puoi può potete avete",
    "norwegian": "hva hvem hvor hvordan når hvorfor hvilken hvilket hvilke kan er har må skal",
    "portuguese": "quem que qual quais onde quando quanto quanta quantos quantas como posso"
    " pode podem têm tem",
    "romanian": "ce cine care unde când cât câtă câți câte cum pot poate puteți aveți",
    "russian": "что кто где куда откуда когда почему зачем как какой какая какое какие сколько"
    " можно есть",
    "spanish": "qué quién cuál cuáles dónde cuándo cuánto cuánta cuántos cuántas cómo puedo puede"
    " pueden tienen hay",
    "swedish": "vad vem var hur när varför vilken vilket vilka kan är har får måste",
}
"""Words that a question begins with; of those that begin other clauses, too, with the next word."""

_GOING_ON = {
    "danish": "hvad_med",
    "dutch": "hoe_zit",
    "english": "what_about how_about what_if",
    "french": "qu'en_est-il",
    "german": "was_ist_mit wie_ist_es_mit wie_sieht",
    "italian": "che_ne",
    "norwegian": "hva_med",
    "portuguese": "que_tal",
    "spanish": "qué_tal qué_hay qué_pasa",
    "swedish": "vad_gäller hur_är_det_med",
}
"""Beginnings of questions that ask the question before about something else."""

_FEWEST_WORDS, _FEWEST_OF_QUESTION = 2, 3
_LONGEST = 30
"""Most words of a message with two questions: a longer one tells a story with one question."""


def two_clauses(text: str, language: str) -> tuple[tuple[str, str], ...]:
    """Return the ways to read a text as two clauses of at least two words each.

    A clause ends at a conjunction or at a punctuation mark. The tuple is empty for most messages,
    and at most two long.
    """
    line = normalise(text)
    if len(line.split()) > _LONGEST:
        return ()
    halves = [
        (line[: end.start()].strip(" ,"), line[end.end() :].strip(" ,"))
        for end in _ends(language).finditer(line)
    ]
    return tuple(
        (first, second)
        for first, second in halves
        if min(len(first.split()), len(second.split())) >= _FEWEST_WORDS
    )[:2]


@lru_cache(maxsize=32)
def _conjunctions(language: str) -> frozenset[str]:
    words = _AND.get(language, "")
    return frozenset({*words.split(), *without_accents(words).split()})


@lru_cache(maxsize=32)
def _ends(language: str) -> re.Pattern[str]:
    names = sorted(_conjunctions(language))
    conjunction = "|".join(map(re.escape, names)) or "(?!)"
    return re.compile(
        rf"(?<![.;!?…])[.;!?…]++\s+(?:(?:{conjunction})\s)?|\s(?:{conjunction})\s", re.IGNORECASE
    )


def is_question(text: str, language: str) -> bool:
    """Return True for a text with a question mark at the end, or that begins like a question.

    A conjunction before the question does not count: "and how long does that take".
    """
    if text.rstrip().endswith(QUESTION_MARKS):
        return True
    words = without_accents(text.lower()).split()
    rest = words[1:] if words and words[0] in _conjunctions(language) else words
    return bool(rest) and not _openings(language).isdisjoint((rest[0], "_".join(rest[:2])))


def goes_on(text: str, language: str) -> bool:
    """Return True for a question that begins with words for another case: "what about Sunday"."""
    line = "_".join(without_accents(text.lower()).split())
    return line.startswith(tuple(without_accents(_GOING_ON.get(language, "")).split()))


def are_questions(clauses: Iterable[str], language: str) -> bool:
    """Return True for clauses that all begin like a question.

    A statement before a question is most often its beginning: "It leaks. Can you help with that?"
    And the mark behind the last clause may be that of both: "can I come and try them on?"
    """
    return all(_is_question(clause, language) for clause in clauses)


def _is_question(clause: str, language: str) -> bool:
    words = without_accents(clause.lower()).split()
    beginnings = words[0], "_".join(words[:2])
    is_long = len(words) >= _FEWEST_OF_QUESTION
    return is_long and not _openings(language).isdisjoint(beginnings)


@lru_cache(maxsize=32)
def _openings(language: str) -> frozenset[str]:
    return frozenset(without_accents(_QUESTION_WORDS.get(language, "")).split())
