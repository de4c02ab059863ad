"""Strategies of hypothesis for intent sets, with all that people and programs write in texts."""

from hypothesis import strategies as st

from chatbot.intents.context_fields import MOST_TURNS
from chatbot.intents.intent_set import RESERVED_TAGS, Intent, IntentSet
from chatbot.intents.reserved_tags import CLOSE_ALL
from chatbot.intents.responses.rich import RichResponse
from chatbot.text.comparison import comparison_key, is_blank

AWKWARD = (
    "- dash",
    "* star",
    "# title",
    "## intent:greet",
    "| pipe",
    "key: value",
    "[Berlin](city)",
    '[NYC]{"entity": "city"}',
    '[Berlin][{"entity": "city"}]',
    "{name}",
    "$amount and @sys.date",
    "'quoted'",
    '"quoted"',
    "'=1+1",
    "=1+1",
    "+49 30 1234",
    "@name",
    "a, b; c\td",
    "two\nlines",
    "two\r\nlines",
    "\nlines around\n",
    " spaces around ",
    "null",
    "~",
    "yes",
    "3.1",
    "2024-01-01",
    "!tag",
    "&anchor",
    "*alias",
    "<!-- comment -->",
    "<? $variable ?>",
    "#!element",
    "\u2028line\u2029paragraph\x85next",
    "\ufeffmark",
    "tab\tand bell\x07",
    "emoji 😀 and ünïcödé",
    "مرحبا",
    "%d %s \\n \\",
)
WILDCARDS = ("*", ".*", "%", "_")
"""Patterns that say, alone in an intent, that it is the fallback."""

_TEXTS = st.one_of(st.text(min_size=1, max_size=20), st.sampled_from(AWKWARD)).filter(
    lambda text: not is_blank(text) and "\0" not in text and text not in WILDCARDS
)
_NAMES = st.one_of(
    _TEXTS.map(str.strip), st.sampled_from(("greet", "Greet", "greet_2", "faq/a", "out_of_scope"))
).filter(lambda text: not is_blank(text))
_TAGS = st.one_of(_NAMES, st.sampled_from((*RESERVED_TAGS, "default", "Default Fallback Intent")))
_BUTTONS = st.sampled_from((("Yes",), ("=1", "two\nlines")))
_RICH = st.one_of(
    st.builds(RichResponse, _BUTTONS, st.just(("a", "b")), st.booleans(), st.booleans()),
    st.builds(RichResponse, _BUTTONS, slots=st.just((("city", ("Oslo", "x, y")),))),
    st.builds(RichResponse, first_visit=st.booleans()),
)


@st.composite
def intents(draw: st.DrawFn, tag: str) -> Intent:
    """An intent that a file of ours can hold: with patterns or responses, and tests apart."""
    patterns = draw(st.lists(_TEXTS, max_size=4))
    responses = draw(st.lists(_TEXTS, min_size=0 if patterns else 1, max_size=3))
    trained = {comparison_key(text) for text in patterns}
    tests = [t for t in draw(st.lists(_TEXTS, max_size=2)) if comparison_key(t) not in trained]
    contexts = st.lists(st.one_of(st.sampled_from(("a", "b", "c d")), _NAMES), max_size=3)
    opened, awaited = draw(contexts), draw(contexts)
    lifespans = st.none() | st.integers(1, MOST_TURNS)
    own = {name: draw(lifespans) for name in opened if draw(st.booleans())}
    closed = {name: 0 for name in draw(contexts) if name not in opened}
    return Intent(
        tag,
        tuple(patterns),
        tuple(responses),
        (*draw(st.sampled_from(((), (CLOSE_ALL,)))), *opened),
        tuple(awaited),
        draw(st.one_of(st.just(""), _TEXTS)),
        tuple(tests),
        own | closed,
        len(awaited) > 1 and draw(st.booleans()),
        rich={text: draw(_RICH) for text in responses if draw(st.booleans())},
    )


@st.composite
def intent_sets(draw: st.DrawFn) -> IntentSet:
    """A set that a file of ours can hold: at least one pattern in it."""
    tags = draw(st.lists(_TAGS, min_size=1, max_size=6, unique=True))
    drawn = tuple(draw(intents(tag)) for tag in tags)
    if any(intent.patterns for intent in drawn):
        return IntentSet(drawn)
    hello = draw(_TEXTS)
    return IntentSet((*drawn, Intent("hello again", (hello,))))
