"""Languages of intents."""

OTHER = "other"
"""Name of any language that has no name here."""

LANGUAGES = {
    "arabic": "ar",
    "danish": "da",
    "dutch": "nl",
    "english": "en",
    "finnish": "fi",
    "french": "fr",
    "german": "de",
    "hungarian": "hu",
    "italian": "it",
    "norwegian": "no",
    "portuguese": "pt",
    "romanian": "ro",
    "russian": "ru",
    "spanish": "es",
    "swedish": "sv",
}
"""Names of the Snowball stemmers, with the BCP 47 tags for screen readers and hyphenation."""

SPOKEN_LANGUAGES = LANGUAGES | {
    "bengali": "bn",
    "chinese": "zh",
    "czech": "cs",
    "greek": "el",
    "hebrew": "he",
    "hindi": "hi",
    "indonesian": "id",
    "japanese": "ja",
    "korean": "ko",
    OTHER: "und",
    "persian": "fa",
    "polish": "pl",
    "tamil": "ta",
    "telugu": "te",
    "thai": "th",
    "turkish": "tr",
    "ukrainian": "uk",
    "vietnamese": "vi",
}
"""Names of the languages that a bot may be set to, those without a stemmer included."""
