"""Number words from one to twelve, by language: larger ones are mostly typed in digits."""

from __future__ import annotations

from functools import lru_cache

from chatbot.text.words import without_accents

_WORDS = {
    "arabic": "واحد/واحدة اثنان/اثنين ثلاثة/ثلاث أربعة/أربع خمسة/خمس ستة/ست سبعة/سبع ثمانية/ثمان"
    " تسعة/تسع عشرة/عشر",
    "danish": "en/et to tre fire fem seks syv otte ni ti elleve tolv",
    "dutch": "een twee drie vier vijf zes zeven acht negen tien elf twaalf",
    "english": "one/a/an two three four five six seven eight nine ten eleven twelve",
    "finnish": "yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän kymmenen"
    " yksitoista kaksitoista",
    "french": "un/une deux trois quatre cinq six sept huit neuf dix onze douze",
    "german": "ein/eins/eine/einen/einem/einer zwei/zwo drei vier fünf sechs sieben acht neun zehn"
    " elf zwölf",
    "hungarian": "egy kettő/két három négy öt hat hét nyolc kilenc tíz tizenegy tizenkettő",
    "italian": "uno/un/una due tre quattro cinque sei sette otto nove dieci undici dodici",
    "norwegian": "en/ett/et to tre fire fem seks sju/syv åtte ni ti elleve tolv",
    "portuguese": "um/uma dois/duas três quatro cinco seis sete oito nove dez onze doze",
    "romanian": "unu/un/o doi/două trei patru cinci șase șapte opt nouă zece unsprezece"
    " doisprezece",
    "russian": "один/одна/одного два/две/двое три/трое четыре/четверо пять шесть семь восемь девять"
    " десять одиннадцать двенадцать",
    "spanish": "uno/un/una dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "swedish": "en/ett två tre fyra fem sex sju åtta nio tio elva tolv",
}


@lru_cache(maxsize=32)
def number_words(language: str) -> dict[str, int]:
    """Return the numbers by their words, without accents; none for an unlisted language."""
    places = enumerate(_WORDS.get(language, "").split(), start=1)
    return {without_accents(word): number for number, words in places for word in words.split("/")}
