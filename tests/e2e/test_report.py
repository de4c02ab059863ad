"""Report of `flask evaluate` in a browser: light and dark, on a phone, offline."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.pages.accessibility import WIDTHS, appearances, violations
from tests.e2e.pages.offline_page import offline_page
from tests.support.evaluations import HOSTILE, made_up_evaluation
from web.evaluation.report import evaluation_page


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(evaluation_page(made_up_evaluation(), "Juniper"), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def page(browser: Browser, file: Path) -> Iterator[Page]:
    with offline_page(browser, file, charts=4) as page:
        yield page


def test_axe_finds_nothing(page: Page) -> None:
    for appearance in appearances(page):
        assert violations(page) == [], appearance


def test_nothing_sticks_out_at_any_width(page: Page) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        expect(page.locator("html")).to_have_js_property("scrollWidth", width)


def test_the_charts_follow_the_colours_of_the_page(page: Page) -> None:
    name = page.locator("#chart-intents .labels text").first
    page.emulate_media(color_scheme="light")
    expect(name).to_have_css("fill", "rgb(29, 28, 26)")
    page.emulate_media(color_scheme="dark")
    expect(name).to_have_css("fill", "rgb(236, 234, 230)")


def test_names_are_shown_as_they_were_written(page: Page) -> None:
    names = page.locator("#chart-intents .labels text").all_text_contents()
    assert f"{HOSTILE[:10]}…{HOSTILE[-11:]}" in names
    heads = page.locator(".heat th").all_text_contents()
    assert HOSTILE in heads
    assert page.locator(":is(.chart, .heat) :is(script, img, b)").count() == 0


def test_a_bar_tells_its_name_and_its_figure(page: Page) -> None:
    page.locator("#chart-intents rect").first.hover(force=True)
    expect(page.locator("#chart-intents .hint")).to_contain_text(f"{HOSTILE}: Recall 50%")


def test_long_names_are_shortened_but_stay_apart(browser: Browser, tmp_path: Path) -> None:
    evaluation = made_up_evaluation()
    tags = [f"{'very_' * 8}{end}" for end in ("one", "two")]
    twins = tuple(replace(evaluation.intents[0], intent=tag) for tag in tags)
    path = tmp_path / "twins.html"
    path.write_text(
        evaluation_page(replace(evaluation, intents=twins), "Juniper"), encoding="utf-8"
    )
    with offline_page(browser, path, charts=4) as page:
        names = page.locator("#chart-intents .labels text").all_text_contents()
        assert len(names) == 2
        assert all(len(name) == 22 for name in names)
        assert [name[-3:] for name in names] == ["one", "two"]
        assert page.locator("#chart-intents .series").first.locator("rect").count() == 2


def test_the_end_of_a_long_head_stays(page: Page) -> None:
    cut = page.locator(".heat th[title] > .long")
    assert cut.count() > 1
    for head in cut.all():
        end, cell = (part.bounding_box() for part in (head.locator(":last-child"), head))
        assert end
        assert cell
        assert end["width"] > 30
        assert end["x"] + end["width"] <= cell["x"] + cell["width"] + 1


def test_a_drawn_chart_folds_its_table_away(page: Page) -> None:
    chart = page.locator("figure", has=page.locator("#chart-scores"))
    expect(chart.get_by_role("columnheader", name="Off topic")).to_be_hidden()
    chart.get_by_text("As a table").click()
    expect(chart.get_by_role("columnheader", name="Off topic")).to_be_visible()
