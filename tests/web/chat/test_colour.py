import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.chat.colour import BLACK, WHITE, Colour, contrast, ink_on, readable

CHANNELS = st.integers(0, 255)
COLOURS = st.builds(Colour, CHANNELS, CHANNELS, CHANNELS)


@given(COLOURS)
def test_a_colour_survives_being_written_and_parsed(colour: Colour) -> None:
    assert Colour.parse(str(colour)) == colour


@pytest.mark.parametrize(
    "text", ["", "green", "2f6b4f", "#2f6b4", "#2f6b4g", "#2f6b4f0", "#１23456"]
)
def test_what_is_no_colour_is_refused_with_the_right_spelling(text: str) -> None:
    with pytest.raises(ValueError, match="Write it as #rrggbb"):
        Colour.parse(text)


def test_contrast_agrees_with_published_figures() -> None:
    assert contrast(BLACK, WHITE) == pytest.approx(21)
    assert contrast(Colour.parse("#777777"), WHITE) == pytest.approx(4.48, abs=0.01)
    assert contrast(WHITE, Colour.parse("#0000ff")) == pytest.approx(8.59, abs=0.01)


@given(COLOURS)
def test_the_ink_on_any_colour_is_readable(background: Colour) -> None:
    assert contrast(ink_on(background), background) >= 4.5


@given(COLOURS, COLOURS)
def test_a_colour_is_changed_until_it_is_readable(colour: Colour, background: Colour) -> None:
    assert contrast(readable(colour, [background], 4.5), background) >= 4.5


def test_a_readable_colour_is_left_alone() -> None:
    green = Colour.parse("#2f6b4f")
    assert readable(green, [WHITE], 4.5) == green


def test_backgrounds_that_no_colour_suits_are_refused() -> None:
    with pytest.raises(ValueError, match=r"No colour has 4\.6:1 on all of #000000, #ffffff"):
        readable(Colour.parse("#2f6b4f"), [BLACK, WHITE], 4.6)
