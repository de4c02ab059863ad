"""Wording of the findings of lint: a message about each, and a suggestion."""

from collections.abc import Sequence

from chatbot.intents.intent_set import CLARIFICATION_TAG, FALLBACK_TAG
from chatbot.intents.linting.finding import Finding, Rule
from chatbot.text.wording import shortened
from web.admin.language_names import language_name
from web.http.numbers import number
from web.http.translation import _, later, ngettext, translated

_WORDINGS: dict[Rule, tuple[str, str]] = {
    "no_patterns": (
        later('No message can reach "{tag}": it has no patterns.'),
        later('Write them under "patterns".'),
    ),
    "unopened_context": (
        later('No message can reach "{tag}": no intent opens {names}.'),
        later('Name it in the "context_set" of one{similar}.'),
    ),
    "unreached_context": (
        later(
            'No message can reach "{tag}": {names} is opened only by intents that no message can'
            " reach."
        ),
        later('Name it in the "context_set" of an intent without a "context_filter".'),
    ),
    "unfiltered_context": (
        later('"{tag}" opens {names}, and no intent waits for it.'),
        later('Name it in the "context_filter" of one, or leave it out{similar}.'),
    ),
    "no_responses": (
        "{unanswered}",
        later('Write them under "responses".'),
    ),
    "no_fallback": (
        later(
            'There is no intent "fallback" to answer what nothing fits, so a general sentence does.'
        ),
        later('Write an intent with the tag "fallback" and responses.'),
    ),
    "unread_patterns": (
        later('Nobody reads the patterns of "{tag}": the bot asks when two or three intents fit.'),
        later("Leave them out."),
    ),
    "unread_responses": (
        later(
            'The responses of "{tag}" in {names} are never given: those of the first language are.'
        ),
        later("Write an intent file for each language."),
    ),
    "unknown_value": (
        later(
            'Every response of "{tag}" shows {names}, and only other intents ask for that: until'
            " then, visitors see the braces."
        ),
        later("Write a response without, or ask for it in a form of this intent."),
    ),
    "repeated_response": (
        later('"{tag}" has the response "{text}" twice.'),
        later("Keep one of them."),
    ),
    "wordless_pattern": (
        later('No message can reach "{tag}" by its pattern "{text}": it has no word.'),
        later("Remove it, or write words."),
    ),
    "shared_pattern": (
        later(
            '"{tag}" and "{other}" share the pattern "{text}", so the bot can only guess or ask'
            " back."
        ),
        later("Keep it in one of them."),
    ),
    "shared_suggestion": (
        later(
            '"{tag}" and "{other}" share their first pattern "{text}", which stands for either when'
            " the bot asks back."
        ),
        later("Keep it in one of them."),
    ),
    "near_duplicate": (
        later('The pattern "{text}" of "{tag}" is nearly "{similar}" of "{other}".'),
        later("Keep one of them, or write what tells the intents apart."),
    ),
    "repeated_pattern": (
        later('"{tag}" has the pattern "{text}" twice.'),
        later("Keep one of them."),
    ),
    "confused_pattern": (
        later(
            'The pattern "{text}" of "{tag}" is taken for "{other}" by a classifier that has not'
            " seen"
            " it."
        ),
        later("Move it, or write more patterns like it."),
    ),
    "single_patterns": (
        later(
            "Of {usual} intents, {count} have one pattern: other words may not be understood, and"
            " no training can tell."
        ),
        later("Write more; twenty are a good start."),
    ),
    "few_patterns": (
        later('"{tag}" has {patterns}: many messages will not be understood.'),
        later("Write more; twenty are a good start."),
    ),
    "unbalanced": (
        later('"{tag}" has {patterns}, where {usual} are usual: doubtful messages may go to it.'),
        later("Divide it, or write more patterns for the others."),
    ),
    "few_marks": (
        later("The entity {names} has {marks} in all patterns: many of its values will be missed."),
        later("Mark more, in other words around them; twenty are a good start."),
    ),
    "unasked_entity": (
        later("No form asks for the entity {names}, so its marks teach nothing."),
        later("Ask for it in a slot of a form, or leave the marks out."),
    ),
    "unmarked_value": (
        later(
            'The pattern "{text}" of "{tag}" has "{words}", which is marked as {names} elsewhere.'
        ),
        later("Mark it here, too, or the bot does not learn from the pattern to find values."),
    ),
    "unread_mark": (
        later('The brackets in "{text}" of "{tag}" are read as they are: no entity is learnt.'),
        later('Give the entity "learn": true, or write the words without a mark.'),
    ),
    "marked_test": (
        later('The brackets in the test "{text}" are read as they are: visitors write no marks.'),
        later("Write the words without the mark."),
    ),
    "placeholder": (
        later('Nothing is filled in for {names} in "{text}" of "{tag}".'),
        later("Write a sentence that does without."),
    ),
    "unshown_html": (
        later('The HTML {names} in a response of "{tag}" is not shown as such.'),
        later("Write the text without it."),
    ),
    "unlinked_address": (
        later('The link to {names} in a response of "{tag}" cannot be clicked in the chat.'),
        later("Write the whole address, as in https://example.com/page."),
    ),
    "blank_link": (
        later('The link to {names} in a response of "{tag}" has no text to click.'),
        later("Write a text for it, or the address alone."),
    ),
    "mojibake": (later('Characters of "{text}" in "{tag}" are damaged.'), "{meant}"),
    "regular_expression": (
        later(
            'The pattern "{text}" of "{tag}" looks like a regular expression, and is read as words.'
        ),
        later("Write messages as people type them."),
    ),
    "surrounding_space": (
        later('There is space around "{text}" of "{tag}".'),
        later("Remove it."),
    ),
    "blank_text": ("{blanks}", later("Remove it, or write a text.")),
    "mixed_languages": ("{mixture}", later("Write an intent file for each language.")),
    "two_languages": (
        later('{patterns} of "{tag}" look like {spoken}, such as "{text}", and others like {set}.'),
        later(
            "Keep those that your visitors write; for a bot in two languages, write a file for"
            " each."
        ),
    ),
    "other_language": (
        later(
            "The patterns look like {spoken}, and the language is set to {set}: their words are"
            " stemmed"
            " and understood as words of that."
        ),
        later("Set RECOLLECT_LANGUAGE={setting}."),
    ),
    "unlisted_language": (
        later(
            "The patterns look like {spoken}, and the language is set to {set}: what the bot"
            " knows of"
            " {set} is of no use for them."
        ),
        later("Set RECOLLECT_LANGUAGE={setting}."),
    ),
    "misspelt_key": (
        later('"{text}" is read as "{role}": is this a slip?'),
        later('Write "{role}".'),
    ),
    "missing_opposite": (
        later(
            '"{tag}" is there, and no intent for its opposite, "{opposite}": such messages may be'
            ' taken for "{tag}".'
        ),
        later("Write one."),
    ),
    "vague_tag": (
        later('The tag "{tag}" does not say what the intent is about.'),
        later("Name it after what people want; models, statistics and the inbox show the tag."),
    ),
    "further_findings": (
        later("There are {count} more findings of the rule {names}."),
        later("Mend the first ones, and look again."),
    ),
}
"""Message and suggestion by rule."""

_UNANSWERED = {
    FALLBACK_TAG: later(
        '"%(tag)s" has no responses: until you write some, a general sentence is given.'
    ),
    CLARIFICATION_TAG: later(
        '"%(tag)s" has no responses: until you write some, a general question is asked.'
    ),
}
_OTHER_UNANSWERED = later('"%(tag)s" has no responses, so those of the fallback are given.')


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
    return translated(sentence).format(**_texts(finding), **_phrases(finding))


def _texts(finding: Finding) -> dict[str, object]:
    """Texts and figures of a finding by their names in the sentences."""
    similar = shortened(finding.similar, 60)
    return {
        "tag": shortened(finding.tag),
        "other": shortened(finding.other),
        "text": shortened(finding.text, 60),
        "similar": _meant_name(finding) if finding.names else similar,
        "names": _names(finding),
        "usual": finding.usual,
        "count": number(finding.count),
        "role": finding.similar,
        "opposite": finding.similar,
        "words": similar,
        "spoken": _language(finding.names[:1]),
        "set": _language(finding.names[1:]),
        "setting": "".join(finding.names[:1]),
    }


def _phrases(finding: Finding) -> dict[str, str]:
    """Sentences and phrases that depend on more than the rule, by their names."""
    similar, count = shortened(finding.similar, 60), finding.count
    unanswered = _UNANSWERED.get(finding.tag, _OTHER_UNANSWERED)
    return {
        "unanswered": _(unanswered, tag=shortened(finding.tag)),
        "patterns": ngettext("%(count)s pattern", "%(count)s patterns", count, count=number(count)),
        "marks": ngettext("%(count)s mark", "%(count)s marks", count, count=number(count)),
        "meant": _('Write "%(text)s".', text=similar)
        if similar
        else _("Write the character that was meant for \ufffd."),
        "blanks": _blanks(finding),
        "mixture": _mixture(finding),
    }


def _names(finding: Finding) -> str:
    names = [_('"%(name)s"', name=shortened(name)) for name in finding.names]
    if finding.rule in ("unopened_context", "unreached_context"):
        either = _("or")
        return f" {either} ".join(names)
    return ", ".join(names)


def _meant_name(finding: Finding) -> str:
    if not finding.similar:
        return ""
    return _(' (or is "%(name)s" meant?)', name=shortened(finding.similar))


def _blanks(finding: Finding) -> str:
    count = number(finding.count)
    if finding.part == "patterns":
        return ngettext(
            "%(count)s blank pattern is left out.",
            "%(count)s blank patterns are left out.",
            finding.count,
            count=count,
        )
    return ngettext(
        "%(count)s blank response is left out.",
        "%(count)s blank responses are left out.",
        finding.count,
        count=count,
    )


_MIXED = {
    "patterns": later('The patterns of "%(tag)s" look like %(first)s, the others like %(second)s.'),
    "responses": later(
        'The responses of "%(tag)s" look like %(first)s, the others like %(second)s.'
    ),
}


def _language(languages: Sequence[str]) -> str:
    return language_name(languages[0]) if languages else ""


def _mixture(finding: Finding) -> str:
    names = list(map(language_name, finding.names))
    if finding.rule != "mixed_languages" or len(names) != 2:
        return ""
    if not finding.tag:
        return _(
            "Some intents are in %(first)s, some in %(second)s.", first=names[0], second=names[1]
        )
    return _(_MIXED[finding.part], tag=shortened(finding.tag), first=names[0], second=names[1])
