"""Wording of the findings of lint: a message about each, and a suggestion."""

from collections.abc import Sequence

from chatbot.intents.intent_set import CLARIFICATION_TAG, FALLBACK_TAG
from chatbot.intents.linting.finding import Finding, Rule
from chatbot.text.wording import counted, shortened

_UNREACHABLE = 'No message can reach "{tag}"'
_WORDINGS: dict[Rule, tuple[str, str]] = {
    "no_patterns": (_UNREACHABLE + ": it has no patterns.", 'Write them under "patterns".'),
    "unopened_context": (
        _UNREACHABLE + ": no intent opens {names}.",
        'Name it in the "context_set" of one{similar}.',
    ),
    "unreached_context": (
        _UNREACHABLE + ": {names} is opened only by intents that no message can reach.",
        'Name it in the "context_set" of an intent without a "context_filter".',
    ),
    "unfiltered_context": (
        '"{tag}" opens {names}, and no intent waits for it.',
        'Name it in the "context_filter" of one, or leave it out{similar}.',
    ),
    "no_responses": ('"{tag}" has no responses{instead}', 'Write them under "responses".'),
    "no_fallback": (
        f'There is no intent "{FALLBACK_TAG}" to answer what nothing fits, so a sentence in'
        " English does.",
        f'Write an intent with the tag "{FALLBACK_TAG}" and responses.',
    ),
    "unread_patterns": (
        'Nobody reads the patterns of "{tag}": the bot asks when two or three intents fit.',
        "Leave them out.",
    ),
    "unread_responses": (
        'The responses of "{tag}" in {names} are never given: those of the first language are.',
        "Write an intent file for each language.",
    ),
    "repeated_response": ('"{tag}" has the response "{text}" twice.', "Keep one of them."),
    "wordless_pattern": (
        _UNREACHABLE + ' by its pattern "{text}": it has no word.',
        "Remove it, or write words.",
    ),
    "shared_pattern": (
        '"{tag}" and "{other}" share the pattern "{text}", so the bot can only guess or ask back.',
        "Keep it in one of them.",
    ),
    "shared_suggestion": (
        '"{tag}" and "{other}" share their first pattern "{text}", which stands for either when'
        " the bot asks back.",
        "Keep it in one of them.",
    ),
    "near_duplicate": (
        'The pattern "{text}" of "{tag}" is nearly "{similar}" of "{other}".',
        "Keep one of them, or write what tells the intents apart.",
    ),
    "repeated_pattern": ('"{tag}" has the pattern "{text}" twice.', "Keep one of them."),
    "confused_pattern": (
        'The pattern "{text}" of "{tag}" is taken for "{other}" by a classifier that has not seen'
        " it.",
        "Move it, or write more patterns like it.",
    ),
    "few_patterns": (
        '"{tag}" has {patterns}: many messages will not be understood.',
        "Write more; twenty are a good start.",
    ),
    "unbalanced": (
        '"{tag}" has {patterns}, where {usual} are usual: doubtful messages may go to it.',
        "Divide it, or write more patterns for the others.",
    ),
    "placeholder": (
        'Nothing is filled in for {names} in "{text}" of "{tag}".',
        "Write a sentence that does without.",
    ),
    "unshown_html": (
        'The HTML {names} in a response of "{tag}" is not shown as such.',
        "Write the text without it.",
    ),
    "unlinked_address": (
        'The link to {names} in a response of "{tag}" cannot be clicked in the chat.',
        "Write the whole address, as in https://example.com/page.",
    ),
    "blank_link": (
        'The link to {names} in a response of "{tag}" has no text to click.',
        "Write a text for it, or the address alone.",
    ),
    "mojibake": ('Characters of "{text}" in "{tag}" are damaged.', "{meant}"),
    "regular_expression": (
        'The pattern "{text}" of "{tag}" looks like a regular expression, and is read as words.',
        "Write messages as people type them.",
    ),
    "surrounding_space": (
        'There is space around "{text}" of "{tag}".',
        "Remove it.",
    ),
    "blank_text": ("{blanks} left out.", "Remove it, or write a text."),
    "mixed_languages": ("{mixture}", "Write an intent file for each language."),
    "two_languages": (
        '{patterns} of "{tag}" look like {spoken}, such as "{text}", and others like {set}.',
        "Keep those that your visitors write; for a bot in two languages, write a file for each.",
    ),
    "other_language": (
        "The patterns look like {spoken}, and the language is set to {set}: their words are stemmed"
        " and understood as words of that.",
        "Set RECOLLECT_LANGUAGE={setting}.",
    ),
    "unlisted_language": (
        "The patterns look like {spoken}, and the language is set to {set}: what the bot knows of"
        " {set} is of no use for them.",
        "Set RECOLLECT_LANGUAGE={setting}.",
    ),
    "misspelt_key": ('"{text}" is read as "{role}": is this a slip?', 'Write "{role}".'),
    "missing_opposite": (
        '"{tag}" is there, and no intent for its opposite, "{opposite}": such messages may be'
        ' taken for "{tag}".',
        "Write one.",
    ),
    "vague_tag": (
        'The tag "{tag}" does not say what the intent is about.',
        "Name it after what people want; models, statistics and the inbox show the tag.",
    ),
    "further_findings": (
        "There are {count:,} more findings of the rule {names}.",
        "Mend the first ones, and look again.",
    ),
}
"""Message and suggestion by rule."""

_INSTEAD = {
    FALLBACK_TAG: ": until you write some, a sentence in English is given.",
    CLARIFICATION_TAG: ": until you write some, a question in English is asked.",
}
_FALLBACK_INSTEAD = ", so those of the fallback are given."


def message(finding: Finding) -> str:
    """Sentence about a finding; long texts of an author are shortened."""
    return _worded(_WORDINGS[finding.rule][0], finding)


def suggestion(finding: Finding) -> str:
    """Sentence about a remedy of a finding."""
    return _worded(_WORDINGS[finding.rule][1], finding)


def finding_sentence(finding: Finding) -> str:
    """Message and suggestion."""
    return f"{message(finding)} {suggestion(finding)}"


def _worded(sentence: str, finding: Finding) -> str:
    similar = shortened(finding.similar, 60)
    return sentence.format(
        tag=shortened(finding.tag),
        other=shortened(finding.other),
        text=shortened(finding.text, 60),
        similar=_meant_name(finding) if finding.names else similar,
        names=_names(finding),
        instead=_INSTEAD.get(finding.tag, _FALLBACK_INSTEAD),
        patterns=counted(finding.count, "pattern"),
        usual=finding.usual,
        count=finding.count,
        meant=f'Write "{similar}".'
        if similar
        else "Write the character that was meant for \ufffd.",
        blanks=_blanks(finding),
        mixture=_mixture(finding),
        role=finding.similar,
        spoken=_capitalised(finding.names[:1]),
        set=_capitalised(finding.names[1:]),
        setting="".join(finding.names[:1]),
        opposite=finding.similar,
    )


def _names(finding: Finding) -> str:
    names = [f'"{shortened(name)}"' for name in finding.names]
    if finding.rule in ("unopened_context", "unreached_context"):
        return " or ".join(names)
    return ", ".join(names)


def _meant_name(finding: Finding) -> str:
    return f' (or is "{shortened(finding.similar)}" meant?)' if finding.similar else ""


def _blanks(finding: Finding) -> str:
    noun = "pattern" if finding.part == "patterns" else "response"
    return f"{counted(finding.count, f'blank {noun}')} {'is' if finding.count == 1 else 'are'}"


_LANGUAGES = {"cjk": "Chinese, Japanese or Korean"}


def _capitalised(languages: Sequence[str]) -> str:
    return "".join(languages[:1]).capitalize()


def _mixture(finding: Finding) -> str:
    names = [_LANGUAGES.get(name, name.capitalize()) for name in finding.names]
    if len(names) != 2:
        return ""
    if not finding.tag:
        return f"Some intents are in {names[0]}, some in {names[1]}."
    return (
        f'The {finding.part} of "{shortened(finding.tag)}" look like {names[0]}, the others like'
        f" {names[1]}."
    )
