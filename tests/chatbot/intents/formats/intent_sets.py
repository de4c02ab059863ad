"""Strategies of hypothesis for intent sets, with all that people and programs write in texts."""

from dataclasses import replace

from hypothesis import strategies as st

from chatbot.entities.entity import BUILT_IN, Entity, ListValue
from chatbot.intents.context_fields import MOST_TURNS
from chatbot.intents.forms.form import Form, FormOutcome, Slot
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


PLACES = (ListValue("Oslo", ("Christiania", "Oslo", "@sys.any")), ListValue("oslo"))
_SHOWN = ("{{ city }}", "to {{city}}s", "{{ city | upper }}", "{city} and $city", "{{ kept }}")


@st.composite
def form_sets(draw: st.DrawFn) -> IntentSet:
    """A set with forms: lists, an expression and built-in entities, and values in texts."""
    listed = draw(st.dictionaries(_TEXTS, st.lists(_TEXTS, max_size=3), max_size=3))
    values = tuple(ListValue(value, tuple(terms)) for value, terms in listed.items())
    places = Entity("list", "city", (*PLACES, *values), fuzzy=draw(st.booleans()))
    ticket = Entity("pattern", draw(st.sampled_from(("größe", "c_t"))), pattern="WS-[0-9]{4}|x y")
    entities = st.sampled_from([ticket, *map(Entity, BUILT_IN)])
    drawn = [replace(intent, rich={}) for intent in draw(intent_sets()) if intent.responses]
    first = Intent("book", ("book",), form=draw(_forms(places, entities)))
    shown = st.lists(st.sampled_from(_SHOWN), max_size=3).map(tuple)
    others = [
        replace(
            intent,
            form=draw(_forms(places, entities)) if has_form else None,
            responses=(*intent.responses, *(draw(shown) if has_form else ("{{ kept }}",))),
            rich={text: RichResponse(("Yes",)) for text in intent.responses},
        )
        for intent in drawn
        if intent.tag != "book"
        for has_form in [draw(st.booleans())]
    ]
    return IntentSet((replace(first, responses=draw(shown)), *others))


@st.composite
def _forms(draw: st.DrawFn, places: Entity, entities: st.SearchStrategy[Entity]) -> Form:
    """A form whose first slot is a place, and with one that is kept."""
    texts = st.lists(st.one_of(_TEXTS, st.sampled_from(_SHOWN)), min_size=1, max_size=2)
    some = st.one_of(st.just(()), texts.map(tuple))
    city = Slot("city", places, tuple(draw(texts)), ("Oslo",) * draw(st.integers(0, 1)))
    others = [
        Slot(
            name,
            draw(entities),
            tuple(draw(texts)),
            invalid=draw(some),
            condition=draw(st.sampled_from(((), (("city", ("Oslo",)),)))),
        )
        for name in draw(st.lists(st.sampled_from(("straße", "stra_e", "Day")), unique=True))
    ]
    kept = Slot("kept", Entity("date"), tuple(draw(texts)), least="today", keep="conversation")
    outcome = FormOutcome((("city", ("Oslo",)),), tuple(draw(texts)))
    return Form(
        (city, *others, kept),
        tuple(draw(texts)),
        draw(some),
        ("Yes", "No"),
        draw(some),
        draw(some),
        (outcome,) * draw(st.integers(0, 1)),
    )
