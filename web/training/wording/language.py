"""Wording of the language that a training takes its intents to be in."""

from chatbot.encoder.files import encoder_folder, is_installed
from chatbot.encoder.kinds import encoder_for
from chatbot.model.architectures import ENGLISH
from chatbot.text.languages import OTHER
from chatbot.text.spoken_language import SpokenLanguage


def language_sentence(language: SpokenLanguage) -> str:
    """The language that is taken, and how sure it is."""
    name = "one of another script" if language.name == OTHER else language.name.title()
    if language.certainty == "clear":
        return f"Language: {name}, by the patterns."
    sure = "probably" if language.certainty == "likely" else "not clear by the patterns, taken for"
    return f"Language: {sure} {name}. If it is another one, set RECOLLECT_LANGUAGE."


def encoder_sentence(language: str) -> str:
    """Advice to get the encoder of a language other than English, "" where it is installed."""
    kind = encoder_for(language)
    if language == ENGLISH or is_installed(encoder_folder(kind)):
        return ""
    return (
        f"The {kind.title} would help the bot to understand {language.title()}. Get it with"
        f" {kind.command}, then train again."
    )
