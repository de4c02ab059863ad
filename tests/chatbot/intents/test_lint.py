"""Findings of lint as values: rule, intents, parameters, place."""

import json
import time
from pathlib import Path
from typing import get_args

import pytest

from chatbot.entities.entity import Entity
from chatbot.home import HOME
from chatbot.intents.actions.action import Action
from chatbot.intents.errors import IntentsError
from chatbot.intents.files import intent_paths, read_file
from chatbot.intents.forms.form import Form, Slot
from chatbot.intents.intent_set import CLARIFICATION_TAG, FALLBACK_TAG, Intent, IntentSet
from chatbot.intents.joining import join
from chatbot.intents.lint import lint
from chatbot.intents.linting.finding import Finding, Rule
from chatbot.intents.linting.linted_set import LintedSet
from chatbot.intents.page.declaration import PageDeclaration

WILD = Path(__file__).parents[4] / "shared" / "wild-intents"

FALLBACK = Intent(FALLBACK_TAG, responses=("Pardon?",))
HELLO = Intent("hello", ("hi there", "hello"), ("Hello.",))
BYE = Intent("bye", ("Hello!", "bye", "???"), ("Bye.",))
WAITS = Intent("waits", ("on monday",), (), context_filter=("when", "where"))
SILENT = Intent("silent", responses=("Here.",))
ASKS_BACK = Intent(CLARIFICATION_TAG, ("which",), ("Which?",))

QUIET: tuple[Rule, ...] = ("few_patterns", "single_patterns")


def findings_of(*intents: Intent, quiet: tuple[Rule, ...] = QUIET) -> list[Finding]:
    """Findings beside a fallback, without those of small examples."""
    return [f for f in lint(IntentSet((*intents, FALLBACK))) if f.rule not in quiet]


def of_files(path: Path) -> tuple[Finding, ...]:
    files = [read_file(file) for file in intent_paths(path)]
    return lint(IntentSet.from_files(files), join(files))


@pytest.mark.parametrize(("single", "several", "is_told"), [(2, 4, True), (2, 5, False)])
def test_a_bot_with_many_intents_of_one_pattern_is_told(
    single: int, several: int, is_told: bool
) -> None:
    counts = [1] * single + [5] * several
    intents = [
        Intent(f"tag_{n}", tuple(f"word{n}{k}" for k in range(count)), ("ok",))
        for n, count in enumerate(counts)
    ]
    findings = [f for f in findings_of(*intents, quiet=()) if not f.tag]
    assert findings == ([Finding("single_patterns", count=2, usual=6)] if is_told else [])
    assert {f.severity for f in findings} <= {"warning"}


def written(folder: Path, *intents: dict[str, object]) -> Path:
    file = folder / "bot.json"
    file.write_text(json.dumps({"intents": intents}, indent=1, ensure_ascii=False))
    return file


def test_findings_are_in_the_order_of_the_intents() -> None:
    assert lint(IntentSet((HELLO, BYE, WAITS, SILENT, ASKS_BACK))) == (
        Finding("shared_pattern", "hello", "patterns", "hello", other="bye"),
        Finding("few_patterns", "hello", count=2),
        Finding("wordless_pattern", "bye", "patterns", "???"),
        Finding("few_patterns", "bye", count=3),
        Finding("unopened_context", "waits", "context_filter", names=("when", "where")),
        Finding("no_responses", "waits"),
        Finding("few_patterns", "waits", count=1),
        Finding("no_patterns", "silent"),
        Finding("unread_patterns", CLARIFICATION_TAG, "patterns"),
        Finding("no_fallback"),
    )


def test_an_intent_that_only_unreachable_intents_lead_to_is_unreachable() -> None:
    start = Intent("start", ("go",), ("Go.",), context_set=("a",))
    there = Intent("there", ("on",), ("On.",), context_set=("a",), context_filter=("a",))
    lost = Intent("lost", ("out",), ("Out.",), context_set=("b",), context_filter=("b",))
    assert findings_of(start, there, lost) == [
        Finding("unreached_context", "lost", "context_filter", names=("b",))
    ]


def test_a_context_that_nobody_waits_for_is_told_with_the_name_that_is_meant() -> None:
    opens = Intent("opens", ("go",), ("Go.",), context_set=("return_reson", "size"))
    waits = Intent("waits", ("because",), ("Oh.",), context_filter=("return_reason",))
    near = "return_reason"
    assert findings_of(opens, waits) == [
        Finding(
            "unfiltered_context", "opens", "context_set", names=("return_reson",), similar=near
        ),
        Finding("unfiltered_context", "opens", "context_set", names=("size",)),
        Finding(
            "unopened_context", "waits", "context_filter", names=(near,), similar="return_reson"
        ),
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("what's the price", "what is a price"),
        ("cancel my order please", "my orders cancel"),
        ("where is my delivery", "where is my delivrey"),
    ],
)
def test_patterns_that_hardly_differ_are_near_duplicates(first: str, second: str) -> None:
    patterns = [(first,), (second,)]
    intents = [Intent(tag, texts, ("A.",)) for tag, texts in zip("xy", patterns, strict=True)]
    assert findings_of(*intents, quiet=("few_patterns", "vague_tag")) == [
        Finding("near_duplicate", "x", "patterns", first, "y", similar=second)
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a tent for 2", "a tent for 4"),
        ("where is my order", "where is my other"),
        ("I want to pay", "I want to play"),
    ],
)
def test_patterns_with_another_word_are_no_near_duplicates(first: str, second: str) -> None:
    assert not findings_of(Intent("cat", (first,), ("A.",)), Intent("dog", (second,), ("B.",)))


def test_two_buttons_with_one_text_are_told() -> None:
    yes, good = Intent("agreed", ("Fine", "ok"), ("A.",)), Intent("well", ("fine",), ("B.",))
    assert findings_of(yes, good) == [
        Finding("shared_suggestion", "agreed", "patterns", "Fine", other="well")
    ]


@pytest.mark.parametrize(
    ("response", "names"),
    [
        ("Hello {name}, it is {{ time }}.", ("{name}", "{{ time }}")),
        ("You owe %s.", ("%s",)),
        ("Hi <HUMAN>!", ("<HUMAN>",)),
        ("Dear $first_name", ("$first_name",)),
        ("Write to [your address]", ("[your address]",)),
        ("It costs $5, 10%, or {1, 2}; see [our page](https://x.y), <b>now</b>", ()),
        ("A 100% safe {} set", ()),
    ],
)
def test_placeholders_are_told(response: str, names: tuple[str, ...]) -> None:
    told_names = [f.names for f in findings_of(Intent("hello", ("hi",), (response,)))]
    assert told_names == ([names] if names else [])


def test_a_value_that_other_intents_ask_for_is_told() -> None:
    slots = tuple(Slot(name, Entity("text"), ("Which?",)) for name in ("mail", "day"))
    responses = ("We wrote to {{ mail }}.", "{{ day }}? {{ mail }}!")
    shows = Intent("status", ("status",), responses)
    quiet = (
        Intent("booking", ("book",), responses, ("booked",), form=Form(slots, ("OK.",))),
        Intent("place", ("where is it",), (*responses, "Ask us.")),
        Intent("sent", ("sent",), responses, context_filter=("booked",)),
        Intent("parcel", ("parcel",), responses, action=Action("https://example.com/")),
    )
    assert findings_of(shows, *quiet) == [
        Finding("unknown_value", "status", "responses", responses[0], names=("mail", "day"))
    ]
    page = IntentSet((shows, *quiet, FALLBACK), page=PageDeclaration(slots=slots))
    assert {finding.rule for finding in lint(page)} == {*QUIET}


def test_html_that_the_chat_does_not_show_is_told() -> None:
    response = '<div><b>Yes</b><br/><a href="x">no</a></div><button onclick="x()">Go</button>'
    assert findings_of(Intent("hello", ("hi",), (response, "1 < 2 > 0"))) == [
        Finding("unshown_html", "hello", "responses", response, names=("div", "button")),
        Finding("unlinked_address", "hello", "responses", response, names=("x",)),
    ]


@pytest.mark.parametrize(
    ("response", "rule", "address"),
    [
        ('See <a class="b" href="/contact">contact</a>.', "unlinked_address", "/contact"),
        ("Read [the terms](terms.html).", "unlinked_address", "terms.html"),
        ("[x](javascript:alert)", "unlinked_address", "javascript:alert"),
        ("[](https://a.de/b)", "blank_link", "https://a.de/b"),
        ("[\u200b](https://a.de)", "blank_link", "https://a.de"),
        ("<a href='https://a.de?b&amp;c'> <b></b> </a>", "blank_link", "https://a.de?b&c"),
    ],
)
def test_links_that_nobody_can_click_are_told(response: str, rule: Rule, address: str) -> None:
    assert findings_of(Intent("hello", ("hi",), (response,))) == [
        Finding(rule, "hello", "responses", response, names=(address,))
    ]


@pytest.mark.parametrize(
    "response",
    [
        'See <a href="https://a.de/contact">contact</a>, [mail](mailto:a@b.de), www.a.de.',
        "Call <a href='tel:+49301234567'>us</a> or [look](www.a.de) (page.html).",
        "The value of list[i](x) and [1] (see below) or [optional](not)",
    ],
)
def test_links_that_the_chat_shows_are_no_finding(response: str) -> None:
    assert findings_of(Intent("hello", ("hi",), (response,))) == []


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("cafÃ© â€“ itâ€™s open", "café – it’s open"),
        ("ðŸ˜€", "😀"),
        ("ÐŸÑ€Ð¸Ð²ÐµÑ‚", "Привет"),
        ("Gr\ufffdn", ""),
    ],
)
def test_mojibake_is_told_with_the_text_that_was_meant(text: str, meant: str) -> None:
    assert findings_of(Intent("hello", ("hi",), (text,))) == [
        Finding("mojibake", "hello", "responses", text, similar=meant)
    ]


@pytest.mark.parametrize("text", ["café", "«voilà»", "AMANHÃ…", "“CAFÉ”", "ÜBER", "naïve – à la"])
def test_letters_with_accents_are_no_mojibake(text: str) -> None:
    assert not findings_of(Intent("hello", ("hi",), (text,)))


@pytest.mark.parametrize(
    "pattern", [r"^(hi|hello)\b", ".*price.*", "my name is *", "[a-z]+ there", "hi|hello"]
)
def test_regular_expressions_are_told(pattern: str) -> None:
    (finding,) = findings_of(Intent("hello", (pattern,), ("A.",)))
    assert finding.rule == "regular_expression"


@pytest.mark.parametrize("pattern", ["hello...", "costs 5$", "what (exactly) is it?", "a or b|c"])
def test_signs_in_sentences_are_no_regular_expressions(pattern: str) -> None:
    assert not findings_of(Intent("hello", (pattern,), ("A.",)))


def test_an_intent_in_another_language_is_told() -> None:
    english = [
        Intent(f"about_{word}", (f"what is the {word} and where can i get it",), ("It is here.",))
        for word in ("price", "shop", "size", "colour", "time")
    ]
    spanish = Intent("saludo", ("como puedo pagar con mi tarjeta",), ("Claro.",))
    assert findings_of(*english, spanish) == [
        Finding(
            "mixed_languages",
            "saludo",
            "patterns",
            spanish.patterns[0],
            names=("spanish", "english"),
        )
    ]


NAMES = (
    "한솥도시락",
    "삼미파전닭갈비",
    "꼬불꼬불식당",
    "육쌈냉면",
    "마초불고기",
    "윤치리네 김치찌개",
)


@pytest.mark.parametrize(
    ("responses", "is_told"),
    [(NAMES, False), ((*NAMES[:3], "저는 챗봇입니다.", "반갑습니다."), True)],
)
def test_names_in_another_script_are_no_other_language(
    responses: tuple[str, ...], is_told: bool
) -> None:
    english = [
        Intent(word, (f"what is the {word} and where can i get it",), ("It is here for you.",))
        for word in ("price", "shop", "size", "colour", "place")
    ]
    places = Intent("places", ("what are the places where i can eat",), responses)
    mixed = [f for f in findings_of(*english, places) if f.rule == "mixed_languages"]
    assert [finding.text for finding in mixed] == ([responses[0]] if is_told else [])


ENGLISH = ("where is the shop", "when do you open", "how can i get to you")


@pytest.mark.parametrize(
    ("patterns", "language"),
    [
        (("où est le magasin", "quels sont vos horaires"), "french"),
        (("wo ist der laden", "wann habt ihr auf und wie lange"), "german"),
        (("どこですか", "何時からですか"), "japanese"),
        (("أين المتجر", "متى تفتحون"), "arabic"),
    ],
)
def test_two_languages_within_an_intent_are_told(patterns: tuple[str, ...], language: str) -> None:
    intents = IntentSet((Intent("shop", (*ENGLISH, *patterns), ("Here.",)), FALLBACK))
    findings = lint(intents, language="english")
    (finding,) = (finding for finding in findings if finding.rule == "two_languages")
    assert finding == Finding(
        "two_languages", "shop", "patterns", patterns[0], names=(language, "english"), count=2
    )


@pytest.mark.parametrize(
    "patterns",
    [
        ("play la vie en rose", "who sings je ne regrette rien"),
        ("hola", "bonjour", "guten tag"),
        ("où est le magasin",),
        ("iPhone", "WLAN", "Büro"),
        ("東京", "where is 東京"),
        ("α", "β", "π = 3"),
        ("add lo mejor de los 00s to my list", "put los del rio on"),
    ],
)
def test_names_and_single_words_are_no_other_language(patterns: tuple[str, ...]) -> None:
    intents = IntentSet((Intent("shop", (*ENGLISH, *patterns), ("Here.",)), FALLBACK))
    assert "two_languages" not in {f.rule for f in lint(intents, language="english")}


def test_patterns_in_one_other_language_are_not_two() -> None:
    shop = Intent("laden", ("wo ist der laden", "wann habt ihr auf und wie lange"), ("Hier.",))
    intents = IntentSet((Intent("shop", ENGLISH, ("Here.",)), shop, FALLBACK))
    rules = {finding.rule for finding in lint(intents, language="english")}
    assert "two_languages" not in rules


GERMAN = Intent("zeiten", ("wann ist der laden offen", "wie kann ich euch sehen"), ("Um acht.",))
TURKISH = Intent("saat", ("ne zaman açık", "nerede bu mağaza", "kaç lira bu kadar"), ("Sekiz.",))


def test_patterns_in_another_language_than_that_of_the_training_are_told() -> None:
    def told(intent: Intent, language: str) -> list[Finding]:
        findings = lint(IntentSet((intent, FALLBACK)), language=language)
        return [finding for finding in findings if finding.rule not in QUIET]

    assert told(GERMAN, "english") == [Finding("other_language", names=("german", "english"))]
    assert told(TURKISH, "english") == [Finding("unlisted_language", names=("turkish", "english"))]
    assert told(GERMAN, "german") == []
    assert told(GERMAN, "") == []
    assert told(HELLO, "german") == []


def test_a_yes_without_a_no_beside_it_is_told() -> None:
    asks = Intent("asks", ("go",), ("Sure?",), context_set=("sure",))
    yes = Intent("sure", ("yes", "yes please"), ("Done.",), context_filter=("sure",))
    no = Intent("unsure", ("no",), ("Kept.",), context_filter=("sure",))
    assert findings_of(asks, yes, no) == []
    assert findings_of(asks, yes) == [Finding("missing_opposite", "sure", similar="no")]
    assert findings_of(Intent("affirm", ("right",), ("A.",))) == [
        Finding("missing_opposite", "affirm", similar="deny")
    ]


@pytest.mark.parametrize(("tag", "is_vague"), [("tag1", True), ("7", True), ("a", True)])
@pytest.mark.parametrize(
    "named", [("opening_hours", False), ("你好", False), ("faq_refund", False)]
)
def test_a_tag_that_says_nothing_is_told(tag: str, is_vague: bool, named: tuple[str, bool]) -> None:
    for name, vague in ((tag, is_vague), named):
        rules = [finding.rule for finding in findings_of(Intent(name, ("hi",), ("A.",)))]
        assert rules == (["vague_tag"] if vague else [])


def test_numbers_of_patterns_are_compared() -> None:
    many = Intent("many", tuple(f"number {index} x" for index in range(10, 80)), ("A.",))
    few = [Intent(f"few_{n}", (f"one {n}", f"two {n}", f"three {n}"), ("B.",)) for n in range(3)]
    assert findings_of(many, *few, quiet=("repeated_pattern", "vague_tag"))[:2] == [
        Finding("unbalanced", "many", count=70, usual=3),
        Finding("few_patterns", "few_0", count=3),
    ]


def test_findings_have_the_places_of_their_texts(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        {
            "tag": "greeting",
            "patterns": ["hi", "hello ", "Hi"],
            "responses": ["Hello {name}", "", "A.", "A."],
            "context_set": "later",
        },
        {"tag": "bye", "paterns": ["bye"], "responses": {"en": "Bye.", "de": "Tschüs."}},
    )
    places = [(f.rule, f.tag, str(f.place)) for f in of_files(file) if f.rule != "few_patterns"]
    assert places == [
        ("unfiltered_context", "greeting", f"{file}:16:19"),
        ("repeated_response", "greeting", f"{file}:14:5"),
        ("repeated_pattern", "greeting", f"{file}:8:5"),
        ("surrounding_space", "greeting", f"{file}:7:5"),
        ("placeholder", "greeting", f"{file}:11:5"),
        ("blank_text", "greeting", f"{file}:12:5"),
        ("misspelt_key", "bye", f"{file}:20:15"),
        ("unread_responses", "bye", f"{file}:23:17"),
        ("no_fallback", "", "None"),
    ]


def test_words_of_plain_patterns_are_those_of_the_splitter() -> None:
    linted = LintedSet(IntentSet.load(HOME / "intents"))
    assert all(words == tuple(linted.splitter.words(p)) for p, words in linted.words.items())
    drawn_out = LintedSet(IntentSet((Intent("hello", ("hellooooo there",), ("A.",)),)))
    assert drawn_out.words == {"hellooooo there": ("hellooo", "there")}


def test_the_bundled_intents_have_no_errors_or_warnings() -> None:
    assert [f for f in of_files(HOME / "intents") if f.severity != "info"] == []


def test_ten_thousand_patterns_take_seconds() -> None:
    intents = IntentSet(
        tuple(
            Intent(
                f"topic_{tag}",
                tuple(f"please tell me about {tag:03}x item{number}" for number in range(100)),
                ("A.",),
            )
            for tag in range(100)
        )
    )
    start = time.process_time()
    lint(intents)
    assert time.process_time() - start < 10


@pytest.mark.skipif(not WILD.exists(), reason=f"there are no intent files of strangers at {WILD}")
def test_files_of_strangers_are_linted_with_places() -> None:
    for path in sorted(WILD.glob("*.json")):
        try:
            findings = of_files(path)
        except IntentsError:
            continue
        assert all(finding.place for finding in findings if finding.tag), path
        assert {finding.rule for finding in findings} <= {*get_args(Rule)}
