"""Catalogues of the admin pages: whole, in step with the sentences, read when somebody asks."""

import ast
import io
import re
from collections.abc import Iterator
from gettext import GNUTranslations

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask

from chatbot.evaluation.weaknesses import Weaknesses
from chatbot.home import HOME
from chatbot.intents.linting.finding import Finding
from chatbot.intents.new_intent import new_intent_problems
from chatbot.intents.reserved_tags import CLARIFICATION_TAG
from chatbot.model.architectures import ARCHITECTURES
from chatbot.text.languages import SPOKEN_LANGUAGES
from tests.web.conftest import SMALL_INTENTS
from web.admin.language_names import NAMES as LANGUAGE_NAMES
from web.admin.language_names import language_name
from web.http.numbers import decimal, number, percent
from web.http.translation import CATALOGUES, NAMES, catalogue, language, ngettext
from web.inbox.new_intent_wording import SENTENCES
from web.intents.finding_wording import message as message_of
from web.training.wording.names import SUMMARIES
from web.training.wording.weaknesses import weakness_sentence

LANGUAGES = sorted({*NAMES} - {"en"})


def read(language: str) -> Catalog:
    with (CATALOGUES / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def messages(language: str) -> Iterator[Message]:
    return (message for message in read(language) if message.id)


def forms(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [text] if isinstance(text, str) else list(text or ())


def placeholders(text: str) -> set[str]:
    # Texts of JSON have brackets of their own.
    fields = set(re.findall(r"(?<!\{)\{(\w+)\}(?!\})", text))
    return fields | set(re.findall(r"%\(\w+\)\w|%%", text))


def sentences() -> set[tuple[str | None, str | tuple[str, ...]]]:
    """Context and text of each message in code and templates."""
    with (HOME / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    of_make = re.findall(r"--keywords=(\S+)", (HOME / "Makefile").read_text(encoding="utf-8"))
    keywords = DEFAULT_KEYWORDS | parse_keywords(of_make)
    extracted = extract_from_dir(HOME, methods, options, keywords)
    return {(context, text) for _, _, text, _, context in extracted}


def test_there_is_a_catalogue_for_each_language_and_no_other() -> None:
    assert [path.stem for path in sorted(CATALOGUES.glob("*.po"))] == LANGUAGES
    assert [path.stem for path in sorted(CATALOGUES.glob("*.mo"))] == LANGUAGES


def test_the_catalogues_have_exactly_the_sentences_of_the_program() -> None:
    expected = sentences()
    assert len(expected) > 1000
    for code in LANGUAGES:
        texts = {
            (message.context, message.id if isinstance(message.id, str) else tuple(message.id))
            for message in messages(code)
        }
        assert texts - expected == set(), "run make words"
        assert expected - texts == set(), "run make words, and translate what is new"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated_with_its_values(language: str) -> None:
    for message in messages(language):
        assert not message.fuzzy, message.id
        expected = set().union(*map(placeholders, forms(message.id)))
        for text in forms(message.string):
            assert text.strip(), message.id
            given = placeholders(text)
            assert given == expected or (message.pluralizable and given < expected), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_that_of_the_text(language: str) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, read(language))
    assert (CATALOGUES / f"{language}.mo").read_bytes() == compiled.getvalue(), "run make words"


def test_the_summaries_of_the_networks_are_those_of_the_library() -> None:
    assert set(SUMMARIES) == {network.summary for network in ARCHITECTURES.values()}


def test_the_sentences_about_new_intents_are_those_of_the_library() -> None:
    given = [("", "a"), ("a", ""), ("a" * 81, "a"), ("a", "a" * 10_001), (CLARIFICATION_TAG, "a")]
    problems = [problem for pair in given for problem in new_intent_problems(*pair, SMALL_INTENTS)]
    assert {*problems} == {*SENTENCES}


def test_german_is_read_when_somebody_asks_for_it(app: Flask) -> None:
    catalogue.cache_clear()
    with app.test_request_context("/admin/", headers={"Accept-Language": "en"}):
        assert ngettext("%(num)d day ago", "%(num)d days ago", 2) == "2 days ago"
    assert catalogue.cache_info().currsize == 1
    with app.test_request_context("/admin/", headers={"Accept-Language": "de"}):
        assert ngettext("%(num)d day ago", "%(num)d days ago", 1) == "vor 1 Tag"
        assert ngettext("%(num)d day ago", "%(num)d days ago", 2) == "vor 2 Tagen"
    assert isinstance(catalogue("de"), GNUTranslations)


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("de-AT,en;q=0.5", "de"),
        ("de-CH,en-US;q=0.7,en;q=0.3", "de"),
        ("en-GB,de;q=0.9", "en"),
        ("fr,de;q=0.5", "de"),
        ("de;q=0,fr", "en"),
        ("", "en"),
    ],
)
def test_the_browsers_first_language_with_a_catalogue_is_taken(
    accepted: str, expected: str
) -> None:
    with Flask("pages").test_request_context("/admin/", headers={"Accept-Language": accepted}):
        assert language() == expected


def test_the_api_and_commands_are_english() -> None:
    app = Flask("pages")
    accepted = {"Accept-Language": "de"}
    token = accepted | {"Authorization": "Bearer x"}
    others = [(path, accepted) for path in ("/", "/api/v1/status", "/healthz", "/administration")]
    for path, headers in (*others, ("/admin/", token)):
        with app.test_request_context(path, headers=headers):
            assert ngettext("%(num)d day ago", "%(num)d days ago", 2) == "2 days ago"
    with app.app_context():
        assert ngettext("%(num)d day ago", "%(num)d days ago", 2) == "2 days ago"


def test_numbers_are_written_as_the_language_writes_them() -> None:
    for code, written in (
        ("en", ("1,234,567", "98.8%", "–", "-0.25")),
        ("de", ("1.234.567", "98,8\u00a0%", "–", "−0,25")),
    ):
        with Flask("pages").test_request_context("/admin/", headers={"Accept-Language": code}):
            figures = number(1234567), percent(0.9876), percent(None), decimal(-0.25, "+.2f")
            assert figures == written


def is_marked(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "later"
    )


def unmarked(node: ast.AST) -> Iterator[str]:
    """Sentences in a constant that are not marked."""
    if is_marked(node):
        return
    if isinstance(node, ast.Constant) and " " in str(node.value):
        yield str(node.value)
    for child in node.values if isinstance(node, ast.Dict) else ast.iter_child_nodes(node):
        yield from unmarked(child)


def test_beside_a_sentence_to_be_translated_each_other_one_is_too() -> None:
    left_out = {}
    for path in (HOME / "web").rglob("*.py"):
        if "later(" not in (text := path.read_text(encoding="utf-8")):
            continue
        for node in ast.parse(text).body:
            value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
            if value and any(map(is_marked, ast.walk(value))) and (texts := [*unmarked(value)]):
                left_out[path.name] = texts
    assert left_out == {}


def test_every_language_of_a_bot_has_a_name() -> None:
    assert {*SPOKEN_LANGUAGES} <= {*LANGUAGE_NAMES}
    with Flask("pages").test_request_context("/admin/", headers={"Accept-Language": "de"}):
        assert language_name("german") == "Deutsch"
        assert language_name("gothic") == "Gothic"
        mixed = Finding("mixed_languages", names=("german", "cjk"))
        assert message_of(mixed) == (
            "Einige Intents sind auf Deutsch, einige auf Chinesisch, Japanisch oder Koreanisch."
        )
        assert "seine Sprache Spanisch" in weakness_sentence(Weaknesses(None, None, "spanish", ()))


def test_german_has_german_quotation_marks() -> None:
    for message in messages("de"):
        for text in forms(message.string):
            assert text.count("„") == text.count("“"), text
            assert "”" not in text, text
