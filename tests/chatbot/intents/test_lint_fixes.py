"""Mechanical remedies: the files afterwards, and the rest of their layout."""

import json
from pathlib import Path

import pytest

from chatbot.intents.checks import CheckedFile, check_file
from chatbot.intents.errors import IntentsError
from chatbot.intents.files import read_file
from chatbot.intents.intent_set import IntentSet
from chatbot.intents.joining import join
from chatbot.intents.lint import lint
from chatbot.intents.linting.finding import MENDABLE
from chatbot.intents.linting.fixes import MendingError, plan_mending, write_mended
from chatbot.located_json.source import JsonSource

BEFORE = """{
  // the shop
  "intents": [
    {"tag": "hours",
     "paterns": ["when ", "", "When", "open\\u00c3\\u00a9", " "],
     "responses": [
       "From 9.",
       null,
       "From 9.",
       "cafÃ©", // coffee
     ],
     "more": 1},
    {"tag": "bye", "patterns": ["bye", "BYE"], "responses": ["", "Bye."], "tests": [" ciao"]}
  ]
}
"""
AFTER = """{
  // the shop
  "intents": [
    {"tag": "hours",
     "patterns": ["when", "open\\u00e9"],
     "responses": [
       "From 9.",
       "café", // coffee
     ],
     "more": 1},
    {"tag": "bye", "patterns": ["bye"], "responses": ["Bye."], "tests": ["ciao"]}
  ]
}
"""


def test_the_rest_of_the_layout_stays(tmp_path: Path) -> None:
    file = tmp_path / "bot.json"
    file.write_bytes(b"\xef\xbb\xbf" + BEFORE.encode())
    plans = plan_mending(tmp_path).mended
    write_mended(plans)
    assert file.read_bytes() == b"\xef\xbb\xbf" + AFTER.encode()
    assert plans[0].places == 12
    assert not plan_mending(tmp_path).mended


def test_words_of_their_own_keep_their_names(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(
        '[{"tag": "a", "patterns": ["x"], "replied": ["A"], "phase": ["y"]},'
        ' {"tag": "b", "patterns": ["z"], "respones": ["B"], "master": ["y"]}]'
    )
    mended = {"replied", "phase", "responses", "master", "tag", "patterns"}
    write_mended(plan_mending(path).mended)
    assert {key for item in json.loads(path.read_text()) for key in item} == mended


def test_a_sound_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "bot.json").write_text('[{"tag": "a", "patterns": ["b"], "responses": ["c"]}]')
    assert plan_mending(tmp_path).mended == ()


def test_a_file_that_changes_meanwhile_is_not_written(tmp_path: Path) -> None:
    for name in ("a", "b"):
        text = f'[{{"tag": "{name}", "patterns": ["{name} "], "responses": ["c"]}}]'
        (tmp_path / f"{name}.json").write_text(text)
    plans = plan_mending(tmp_path).mended
    before = (tmp_path / "a.json").read_bytes()
    (tmp_path / "b.json").write_text("[]")
    with pytest.raises(MendingError, match=r"b\.json was changed meanwhile"):
        write_mended(plans)
    assert (tmp_path / "a.json").read_bytes() == before


def test_intents_stay_the_same_but_for_the_remedies(tmp_path: Path) -> None:
    file = tmp_path / "bot.json"
    file.write_text('{"yes": {"patterns": [["a", ""], "b"], "responses": {"en": ["c", ""]}}}')
    write_mended(plan_mending(file).mended)
    assert file.read_text() == '{"yes": {"patterns": [["a"], "b"], "responses": {"en": ["c"]}}}'
    assert IntentSet.load(file).intents[0].patterns == ("a", "b")


def mended_text(tmp_path: Path, text: str) -> str:
    """Text after one run; a second run changes nothing."""
    file = tmp_path / "bot.json"
    file.write_text(text)
    write_mended(plan_mending(file).mended)
    assert plan_mending(file).mended == ()
    return file.read_text()


REST = '"responses": ["c"]}]'

MENDED = {
    "comments of what goes": (
        '[{"tag": "a", "patterns": [\n  "a", // 1\n  "A" /* 2 */, // 3\n  "b" // 4\n  , "B"], ',
        '[{"tag": "a", "patterns": [\n  "a", // 1\n  /* 2 */ // 3\n  "b" // 4\n  ], ',
    ),
    "a comment behind a key": (
        "[{'tag': 'a', 'paterns' /* 1 */: [\"a\"], ",
        "[{'tag': 'a', 'patterns' /* 1 */: [\"a\"], ",
    ),
    "a key without quotes": ('[{tag: "a", paterns: ["a"], ', '[{tag: "a", patterns: ["a"], '),
    "a pattern that is a test then": (
        '[{"tag": "a", "patterns": ["cafÃ©"], "tests": ["café", "b"], ',
        '[{"tag": "a", "patterns": ["café"], "tests": ["b"], ',
    ),
    "damage upon damage": (
        '[{"tag": "a", "patterns": ["cafÃƒÂ©"], ',
        '[{"tag": "a", "patterns": ["café"], ',
    ),
    "an escaped space": (
        '[{"tag": "a", "patterns": ["\\u0020b"], ',
        '[{"tag": "a", "patterns": ["b"], ',
    ),
    "texts of groups": (
        '[{"tag": "a", "patterns": {"en": "b ", "de": "b", "fr": " "}, ',
        '[{"tag": "a", "patterns": {"en": "b", "de": [], "fr": []}, ',
    ),
    "texts in objects": (
        '[{"tag": "a", "patterns": [{"text": "b"}, {"text": "B"}, {"text": ""}], ',
        '[{"tag": "a", "patterns": [{"text": "b"}], ',
    ),
    "a tuple with one item left": (
        "[{'tag': 'a', 'patterns': ('b ', 'b'), ",
        "[{'tag': 'a', 'patterns': (\"b\",), ",
    ),
    "a tuple with the last item left": (
        "[{'tag': 'a', 'patterns': (' ', 'b' # c,\n), ",
        "[{'tag': 'a', 'patterns': ('b', # c,\n), ",
    ),
    "a tuple with commas enough": (
        "[{'tag': 'a', 'patterns': (' ', 'b',), ",
        "[{'tag': 'a', 'patterns': ('b',), ",
    ),
    "a tuple with items enough": (
        "[{'tag': 'a', 'patterns': ('b', 'd', 'B'), ",
        "[{'tag': 'a', 'patterns': ('b', 'd'), ",
    ),
    "a question, and its tag": ('[{"question": "cafÃ© ", ', '[{"question": "café", '),
}


@pytest.mark.parametrize("case", MENDED)
def test_everything_is_mended_at_once(tmp_path: Path, case: str) -> None:
    before, after = (f"{text}{REST}" for text in MENDED[case])
    assert mended_text(tmp_path, before) == after


def test_a_file_is_read_once_and_what_was_mended_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str] = []

    def check(source: JsonSource) -> CheckedFile:
        names.append(Path(source.file).name)
        return check_file(source)

    monkeypatch.setattr("chatbot.intents.files.check_file", check)
    monkeypatch.setattr("chatbot.intents.linting.fixes.check_file", check)
    (tmp_path / "mended.json").write_text('[{"tag": "a", "patterns": ["a "], "responses": ["c"]}]')
    (tmp_path / "sound.json").write_text('[{"tag": "b", "patterns": ["b"], "responses": ["c"]}]')
    plan = plan_mending(tmp_path)
    assert names == ["mended.json", "sound.json", "mended.json"]
    assert [intent.entry.patterns for intent in plan.joined.intents] == [["a"], ["b"]]


def test_problems_between_files_are_named_where_they_stand(tmp_path: Path) -> None:
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    first.write_text('[{"patterns": ["a    "], "tag": "a", "responses": ["c"]}]')
    second.write_text('[{"patterns": ["b    "], "tag": "a", "context_filter": "x"}]')
    with pytest.raises(IntentsError) as caught:
        plan_mending(tmp_path)
    (problem,) = caught.value.problems
    assert problem.column == second.read_text().index('"a", "context') + 1
    other = first.read_text().index('"a", "resp') + 1
    assert f"{first}:1:{other}." in problem.message


def test_a_removed_test_is_named(tmp_path: Path) -> None:
    file = tmp_path / "bot.json"
    file.write_text(MENDED["a pattern that is a test then"][0] + REST)
    (plan,) = plan_mending(file).mended
    assert (plan.places, plan.tests) == (2, ("café",))


UNMENDED = {
    "beside more": '[{"tag": "a", "patterns": [{"text": "b"}, {"text": "B", "id": 1}], ',
    "blank beside more": '[{"tag": "a", "patterns": ["b", {"text": "", "id": 1}], ',
    "in two parts": '[{"tag": "a", "patterns": ["b"]}, {"tag": "a", "patterns": ["B"], ',
    "a key twice": '[{"tag": "a", "patterns": ["b "], "patterns": ["b "], ',
    "a key twice in a part": '[{"tag": "a", "patterns": {"en": "b ", "en": "b "}, ',
    "nothing left": '[{"tag": "a", "patterns": ["b", "* ", "\\u00c2\\u00a0"], ',
}


@pytest.mark.parametrize("case", UNMENDED)
def test_what_would_lose_more_stays_and_is_not_called_mendable(tmp_path: Path, case: str) -> None:
    text = UNMENDED[case] + REST
    assert mended_text(tmp_path, text) == text
    files = [read_file(tmp_path / "bot.json")]
    findings = lint(IntentSet.from_files(files), join(files))
    mechanical = [finding for finding in findings if finding.rule in MENDABLE]
    assert mechanical
    assert not any(finding.is_mendable for finding in mechanical)


def test_a_key_twice_keeps_no_other_intent_and_no_other_file_from_being_mended(
    tmp_path: Path,
) -> None:
    twice = '[{"tag": "a", "patterns": ["b "], "patterns": ["b "], "responses": ["c"]}, '
    for name, tags in (("one.json", "de"), ("two.json", "fg")):
        rest = json.dumps([{"tag": t, "patterns": [f"{t} "], "responses": ["x"]} for t in tags])
        (tmp_path / name).write_text(twice + rest[1:] if name == "one.json" else rest)
    write_mended(plan_mending(tmp_path).mended)
    assert (tmp_path / "one.json").read_text().startswith(twice)
    texts = "".join(path.read_text() for path in sorted(tmp_path.iterdir()))
    assert all(f'"patterns": ["{tag}"]' in texts for tag in "defg")


_TWICE = '{"tag": "%s", "patterns": ["b "], "patterns": ["b "], "responses": ["c"]}'


@pytest.mark.parametrize(
    "text",
    [
        '{"intents": [' + ", ".join(_TWICE % tag for tag in "abcdefgh") + "]}",
        '{"intents": [{"tag": "a", "patterns": ["b "]}], "intents": [{"tag": "a", "patterns": ["b '
        '"]}]}',
    ],
    ids=["in very many intents", "around the intents"],
)
def test_keys_twice_everywhere_leave_the_file_alone(tmp_path: Path, text: str) -> None:
    assert mended_text(tmp_path, text) == text


def test_texts_are_mended_beside_a_response_with_buttons(tmp_path: Path) -> None:
    before = '[{"tag": "a", "patterns": ["b"], "responses": ["c ", "c", '
    after = '[{"tag": "a", "patterns": ["b"], "responses": ["c", '
    buttons = '{"text": "c", "quick_replies": ["d"]}, "e"'
    assert mended_text(tmp_path, f'{before}{buttons}, "c"]}}]') == f"{after}{buttons}]}}]"


def test_what_is_mended_is_called_mendable(tmp_path: Path) -> None:
    (tmp_path / "bot.json").write_text(BEFORE)
    files = [read_file(tmp_path / "bot.json")]
    findings = lint(IntentSet.from_files(files), join(files))
    mechanical = [finding for finding in findings if finding.rule in MENDABLE]
    assert {finding.rule for finding in mechanical} == MENDABLE
    assert all(finding.is_mendable for finding in mechanical)
