"""Negation: the words that a message says something about, and those that it negates.

The scope of a negator is the next word that is neither a function word nor a verb of wanting ("I do
not want you to *cancel*"), or all words before where it comes last ("storniere die Bestellung
nicht").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from chatbot.text.function_words import is_function_word
from chatbot.text.words import WordSplitter, normalise, without_accents

_CLAUSE_ENDS = re.compile(r"(?<![,.;:!?…])[,.;:!?…]++(?:\s|$)|\s[-–—]++\s|\n")
_JOINTS = re.compile("['-]")

_NEGATORS = {
    "arabic": "لا لم لن ليس ليست لست غير",
    "danish": "ikke aldrig ingen intet",
    "dutch": "niet geen nooit",
    "english": "not never don't dont didn't didnt doesn't doesnt isn't isnt aren't arent wasn't"
    " wasnt weren't werent won't wont wouldn't wouldnt haven't havent hasn't hasnt hadn't hadnt"
    " shouldn't shouldnt mustn't needn't ain't aint no-longer",
    "finnish": "en et ei emme ette eivät älä älkää",
    "french": "ne n pas jamais",
    "german": "nicht nich nie niemals kein keine keinen keinem keiner keines",
    "hungarian": "nem ne sem soha",
    "italian": "non mai",
    "norwegian": "ikke aldri ingen",
    "portuguese": "não nunca jamais nem",
    "romanian": "nu niciodată n",
    "russian": "не никогда",
    "spanish": "no nunca jamás tampoco",
    "swedish": "inte aldrig ingen inget",
}

_SKIPPED = {
    "arabic": "أريد اريد أرغب ارغب جدا",
    "danish": "gerne ønsker meget helt lyst",
    "dutch": "graag wens willen wil wilt erg zo meer helemaal",
    "english": "want wants wanted wanting need needs needed wish wishes like liked plan planning"
    " going go gonna wanna intend intended mean meant feel feeling felt think let please really"
    " very quite yet even actually anymore longer at all too so that much ever any more doing"
    " trying try interested ask asked asking to",
    "finnish": "halua haluan tahdo enää kovin",
    "french": "veux voudrais souhaite souhaitons voulons désire vais va allons compte plus très"
    " trop vraiment du tout envie besoin pas jamais",
    "german": "will möchte wollte wollen möchten wünsche brauche bitte sehr mehr so ganz wirklich"
    " gern gerne geht",
    "hungarian": "akarom akarok szeretném szeretnék kérem nagyon többé",
    "italian": "voglio vorrei vogliamo desidero intendo sto molto più per favore bisogno",
    "norwegian": "gjerne ønsker veldig helt lyst",
    "portuguese": "quero queria queremos desejo gostaria preciso vou muito mais bem",
    "romanian": "vreau doresc foarte mai",
    "russian": "хочу хотел хотела буду надо нужно очень больше",
    "spanish": "quiero quería quise queremos deseo gustaría necesito voy muy más",
    "swedish": "gärna önskar mycket helt lust",
}
"""Verbs of wanting and adverbs: a negator before them negates what follows."""

_DOUBTS = {
    "dutch": "weet begrijp snap vind zie zeker",
    "english": "sure know no understand see find remember get got getting believe hear heard"
    " figure mind care cared worry forget forgot only just certain seem problem bad able",
    "french": "sais comprends trouve vois seulement sûr sur rappelle",
    "german": "weiß weiss verstehe finde sehe sicher nur schlecht bekomme bekommen",
    "italian": "so capisco trovo vedo solo sicuro ricordo",
    "portuguese": "sei entendo encontro vejo só certeza lembro",
    "spanish": "sé entiendo encuentro veo solo seguro recuerdo",
}
"""Words after a negator of somebody in doubt, who is about the same as somebody who is not."""

_OPENERS = {
    "dutch": "waarom als indien",
    "english": "why if unless whether",
    "french": "pourquoi si",
    "german": "warum wieso weshalb wenn falls ob",
    "italian": "perché se",
    "portuguese": "porque porquê se",
    "spanish": "por porque si",
}
"""Words before a negator that ask for a reason or make a condition: nothing is denied."""

_LACKS = {
    "dutch": "zonder niets niemand",
    "english": "no none nothing nobody without can't cant cannot couldn't couldnt missing stop"
    " hate",
    "french": "sans rien personne aucun aucune",
    "german": "ohne nichts niemand",
    "italian": "senza niente nulla nessuno nessuna",
    "portuguese": "sem nada ninguém nenhum nenhuma",
    "spanish": "sin nada nadie ningún ninguno ninguna",
}
"""Further words for what is not so."""

_PRONOUNS = "i you he she it we they there this that u your the my"
_AUXILIARIES = (
    "am is are was were do does did have has had can could will would shall should may might"
)


@dataclass(frozen=True, slots=True)
class Polarity:
    """Stems that a text affirms, and stems that it negates, without function words."""

    affirmed: frozenset[str]
    negated: frozenset[str]

    @property
    def stems(self) -> frozenset[str]:
        """Stems of both kinds."""
        return self.affirmed | self.negated


def polarity_of(text: str, words: Sequence[str], splitter: WordSplitter) -> Polarity:
    """Return the polarity of a text, given its words."""
    language = splitter.language
    telling = _telling(words, language)
    negated: set[str] = set()
    if has_negator(words, language):
        line = normalise(text)
        clauses = [splitter.words(clause) for clause in _CLAUSE_ENDS.split(line)]
        is_question = line.endswith("?")
        for i, clause in enumerate(clauses):
            # "I would not like to pay online. Can I pay in the shop?" denies nothing asked.
            if not is_question or not any(clauses[i + 1 :]):
                negated |= _negated(clause, language)
    stem = splitter.stem
    return Polarity(
        frozenset(stem(word) for word in telling if word not in negated),
        frozenset(stem(word) for word in negated),
    )


def has_negator(words: Sequence[str], language: str) -> bool:
    """Return True for words with a negator; quick, for the many messages without one."""
    negators = _listed(language).negators
    if language == "english" and "longer" in words and "no" in words:
        return True
    return any(
        word in negators or ("'" in word and not negators.isdisjoint(_JOINTS.split(word)))
        for word in words
    )


def denies_something(words: Sequence[str], language: str) -> bool:
    """Return True for words with a negator, or another word for a lack, such as "no"."""
    return has_negator(words, language) or not _listed(language).lacks.isdisjoint(words)


@dataclass(frozen=True, slots=True)
class _Lists:
    negators: frozenset[str]
    skipped: frozenset[str]
    doubts: frozenset[str]
    openers: frozenset[str]
    lacks: frozenset[str]


@lru_cache(maxsize=32)
def _listed(language: str) -> _Lists:
    tables = (_NEGATORS, _SKIPPED, _DOUBTS, _OPENERS, _LACKS)
    return _Lists(*(frozenset(without_accents(t.get(language, "")).split()) for t in tables))


def _telling(words: Sequence[str], language: str) -> list[str]:
    """Words that are neither function words nor negators: verbs of wanting only if nothing else."""
    negators, skipped = _listed(language).negators, _listed(language).skipped
    content = [
        word for word in words if word not in negators and not is_function_word(word, language)
    ]
    return [word for word in content if word not in skipped] or content


def _negated(words: Sequence[str], language: str) -> set[str]:
    """Words that the negators of a clause negate."""
    lists = _listed(language)
    words = _parted(words, language)
    negated: set[str] = set()
    for i, word in enumerate(words):
        if word not in lists.negators or _is_harmless(words, i, language):
            continue
        scope = _scope(words[i + 1 :], language)
        if not scope and language != "english":
            scope = _telling(words[:i], language)
        nearby = (*words[max(0, i - 2) : i], *words[i + 1 : i + 2], *scope[:1])
        if lists.doubts.isdisjoint(nearby):
            negated.update(scope)
    return negated


def _scope(words: Sequence[str], language: str) -> list[str]:
    """First telling word after a negator, or the verbs of wanting if there is none."""
    telling = _telling(words, language)
    return telling if {*telling} <= _listed(language).skipped else telling[:1]


def _parted(words: Sequence[str], language: str) -> list[str]:
    """Words with "n'annulez" as "n" and "annulez", and with "no longer" as one negator."""
    if language == "english":
        joined = " ".join(words).replace("no longer", "no-longer")
        return joined.split()
    return [part for word in words for part in _JOINTS.split(word) if part]


def _is_harmless(words: Sequence[str], i: int, language: str) -> bool:
    """Return True for a negator of a question, a condition or an ability.

    As in "isn't it", "why don't you", "if I do not", "I could not".
    """
    if not _listed(language).openers.isdisjoint(words[:i]):
        return True
    if language == "french" and words[i] in ("pas", "jamais"):
        return not {"ne", "n"}.isdisjoint(words[:i])  # the first half of it tells the scope
    if language != "english":
        return False
    before, after = (words[i - 1 : i] or [""])[0], (words[i + 1 : i + 2] or [""])[0]
    is_tag = words[i] not in ("not", "never", "no-longer") and after in _PRONOUNS.split()
    is_question = words[0] in _AUXILIARIES.split() and i > 1 and words[1] in _PRONOUNS.split()
    return is_tag or is_question or before in ("can", "could")
