"""Names of languages and scripts, in the language of the request."""

from web.http.translation import later, translated

NAMES = {
    "arabic": later("Arabic"),
    "bengali": later("Bengali"),
    "chinese": later("Chinese"),
    "cjk": later("Chinese, Japanese or Korean"),
    "cyrillic": later("Cyrillic"),
    "czech": later("Czech"),
    "danish": later("Danish"),
    "devanagari": later("Devanagari"),
    "dutch": later("Dutch"),
    "english": later("English"),
    "finnish": later("Finnish"),
    "french": later("French"),
    "german": later("German"),
    "greek": later("Greek"),
    "hebrew": later("Hebrew"),
    "hindi": later("Hindi"),
    "hungarian": later("Hungarian"),
    "indonesian": later("Indonesian"),
    "italian": later("Italian"),
    "japanese": later("Japanese"),
    "korean": later("Korean"),
    "norwegian": later("Norwegian"),
    "other": later("another language"),
    "persian": later("Persian"),
    "polish": later("Polish"),
    "portuguese": later("Portuguese"),
    "romanian": later("Romanian"),
    "russian": later("Russian"),
    "spanish": later("Spanish"),
    "swedish": later("Swedish"),
    "tamil": later("Tamil"),
    "telugu": later("Telugu"),
    "thai": later("Thai"),
    "turkish": later("Turkish"),
    "ukrainian": later("Ukrainian"),
    "vietnamese": later("Vietnamese"),
}
"""Names of the languages that a bot may be set to, and of scripts that patterns may be in."""


def language_name(name: str) -> str:
    """Name of a language or a script for people; of a script without a name here, the English."""
    return translated(NAMES.get(name, name.capitalize()))
