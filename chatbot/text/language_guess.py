"""Guess at the language of texts, from their script and their commonest words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from itertools import islice

from chatbot.text.words import without_accents

SCRIPT_LANGUAGES = {
    "ARABIC": "arabic",
    "CYRILLIC": "russian",
    "GREEK": "greek",
    "HEBREW": "hebrew",
    "DEVANAGARI": "hindi",
    "BENGALI": "bengali",
    "TAMIL": "tamil",
    "TELUGU": "telugu",
    "THAI": "thai",
    "HANGUL": "korean",
    "HIRAGANA": "japanese",
    "KATAKANA": "japanese",
    "CJK": "chinese",
}
"""Likeliest language of each script, by the first word of the names of its characters."""

_LETTERS = {
    "czech": "ěřů",
    "persian": "پچژگکی",
    "polish": "łźż",
    "turkish": "ığ",
    "ukrainian": "іїєґ",
    "vietnamese": "đơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
}
"""Letters that no other language of the same script has, as far as it is listed here."""

_WORDS = {
    "danish": "jeg du det er ikke og en et på til med hvad hvordan hvor hvornår kan har af jer"
    " mig min mit vil gerne tak hej hvem noget åbent koster få meget",
    "dutch": "de het een ik je jij van en niet dat wat hoe waar is kan heb voor met zijn op hallo"
    " mijn wil graag wanneer wie zijn jullie moet naar bedankt doei hoeveel waarom",
    "english": "the a an is are i you my to do of and it what how can where have for in on your me"
    " when who not this that with does sorry did hello please thanks thank bye will would should"
    " about tell any there from be was hi good",
    "finnish": "minä sinä on ja ei mitä miten missä milloin voin voiko saanko kuka minun että"
    " haluan onko paljonko kiitos moi hei mikä olen ovat",
    "french": "le la les un une des je tu vous mon ma mes est suis que quoi comment où pas pour"
    " dans avec et ce de du quel quelle puis ne bonjour quels sont j l d qu merci salut au revoir"
    " bonsoir ça combien faut quand qui votre vos aux",
    "german": "der die das ein eine ich du ihr mein ist sind wie was wo kann nicht und mit für auf"
    " es zu habe den dir mir wer wann hallo gibt guten danke tschüss bitte uns sehen wir von im"
    " jemand tag haben warum kannst wieder dank",
    "hungarian": "a az és hogy nem van mit hol mikor mennyi vagyok egy szeretnék kérem köszönöm"
    " szia milyen ki mi lehet kell tudok hogyan nekem",
    "indonesian": "saya aku kamu anda yang apa apakah bagaimana dimana di ke dari ini itu dan untuk"
    " tidak bisa ada dengan siapa kapan berapa mau ingin halo terima kasih selamat pagi siang"
    " malam cara adalah mana sampai jumpa tolong saja dong gimana jam hari",
    "italian": "il lo la gli un una io tu è sono che cosa come dove non per con mi di del posso"
    " quando chi quanto ho ciao grazie buongiorno vorrei della il le i voi mio mia avete siete",
    "norwegian": "jeg du det er ikke og en et på til med hva hvordan hvor når kan har av dere"
    " meg min mitt vil gjerne takk hei hvem noe åpent koster få mye",
    "portuguese": "o a os as um uma eu você meu minha é são que como onde não para com em do da"
    " posso qual quais quando quem fazer olá obrigado obrigada bom dia boa tarde noite vocês tem"
    " pra oi tchau ao dos das",
    "romanian": "și este sunt cum unde când ce nu pot am eu tu la de pe în cu mulțumesc salut vreau"
    " care cât mi o un să ești bună ziua",
    "spanish": "el la los las un una yo tú mi es son qué que cómo como dónde no para con en del de"
    " puedo cuál cual cuándo quién hola hacer por me gracias buenos buenas días tardes noches"
    " adiós hasta luego eres estás muchas te nos algo quiero cuánto está tiene tienen hay dónde",
    "swedish": "jag du det är inte och en ett på till med vad hur var när kan har av ni"
    " mig min mitt vill gärna tack hej vem något öppet kostar få",
    "turkish": "bir bu ne nasıl nerede ben sen mi mı için ve var yok nedir kim zaman kadar merhaba"
    " değil musun misin mısın selam teşekkürler teşekkür ederim iyi günler beni bana hangi kaç"
    " nasılsın mu",
}
"""Words that sentences of a language can hardly do without; many people leave out accents."""

_LANGUAGES_OF: dict[str, set[str]] = {}
for _language, _words in _WORDS.items():
    for _word in _words.split():
        _LANGUAGES_OF.setdefault(without_accents(_word), set()).add(_language)

_OF_JAPANESE = {"HIRAGANA", "KATAKANA", "CJK"}
_OWN_LETTERS = 0.02
SISTERS = {"danish", "norwegian"}
"""Languages that have most of their words in common; the others tell."""

_FEWEST_WORDS, _FEWEST_OWN, _LEAD = 3, 2, 1.5
_CLEAR_LEAD, _CLEAR_SHARE, _CLEAR_WORDS = 2.0, 0.1, 5
_MOST_TEXTS = 2000
_LONGEST_TEXT = 2000


def guess_language(texts: Iterable[str]) -> str:
    """Return the English name of the likeliest language in small letters, or "" for no guess."""
    sample = _sample(texts)
    return _by_script(sample) or _by_words(_words_of(sample), _LEAD)


def clear_language(texts: Iterable[str]) -> str:
    """Return the language of the texts where nobody would doubt it, "" elsewhere.

    In the Latin script, five different common words tell it, twice as many as those of any other
    language, and a tenth of all words.
    """
    sample = _sample(texts)
    words = _words_of(sample)
    if language := _by_script(sample):
        return language if len({*words}) >= _CLEAR_WORDS else ""
    language = _by_words(words, _CLEAR_LEAD)
    hits = [word for word in words if language in languages_of_word(word)]
    is_clear = len({*hits}) >= _CLEAR_WORDS and len(hits) >= _CLEAR_SHARE * len(words)
    return language if is_clear else ""


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters without accents."""
    return _words_of(text.casefold())


def has_common_words(language: str) -> bool:
    """True for a language whose commonest words are listed."""
    return language in _WORDS


def _sample(texts: Iterable[str]) -> str:
    return " ".join(text[:_LONGEST_TEXT] for text in islice(texts, _MOST_TEXTS)).casefold()


def _words_of(text: str) -> list[str]:
    return re.findall(r"\w+", without_accents(text))


def _by_script(text: str) -> str:
    letters = Counter(char for char in unicodedata.normalize("NFC", text) if char.isalpha())
    scripts: Counter[str] = Counter()
    for letter, count in letters.items():
        scripts[unicodedata.name(letter, "").partition(" ")[0].partition("-")[0]] += count
    if not scripts:
        return ""
    script, most = scripts.most_common(1)[0]
    if scripts.keys() & {"HIRAGANA", "KATAKANA"} and script in _OF_JAPANESE:
        return "japanese"  # its texts have Chinese characters as well
    for language, own in _LETTERS.items():
        if sum(letters[letter] for letter in own) > _OWN_LETTERS * scripts.total():
            return language
    return SCRIPT_LANGUAGES.get(script, "") if 2 * most > scripts.total() else ""


def _by_words(words: Iterable[str], lead: float) -> str:
    """The language with most common words, several times as many as any other but a sister has."""
    counts = Counter(words)
    ranked = [*_scores(counts).most_common(3), ("", 0.0), ("", 0.0), ("", 0.0)]
    (first, most), (second, next_most), (_, third) = ranked[:3]
    if {first, second} == SISTERS:
        own = _scores(
            {word: n for word, n in counts.items() if not languages_of_word(word) >= SISTERS}
        )
        first, second = sorted(SISTERS, key=lambda language: -own[language])
        is_ahead = own[first] >= max(_FEWEST_OWN, lead * own[second])
        return first if is_ahead and most >= max(_FEWEST_WORDS, lead * third) else ""
    return first if most >= max(_FEWEST_WORDS, lead * next_most) else ""


def _scores(counts: Mapping[str, int]) -> Counter[str]:
    """Number of common words by language, a word of several languages shared by all of them."""
    scores: Counter[str] = Counter()
    for word, count in counts.items():
        for language in (languages := languages_of_word(word)):
            scores[language] += count / len(languages)  # type: ignore[assignment]
    return scores


def languages_of_word(word: str) -> Set[str]:
    """Return the languages that have a word, without accents, among their commonest."""
    return _LANGUAGES_OF.get(word, frozenset())
