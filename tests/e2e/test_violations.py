"""Violations of a page whose colours change after axe-core has seen it."""

from playwright.sync_api import Browser

from tests.e2e.pages.accessibility import violations

PALE_IN_THE_DARK = """<!doctype html><html lang="en"><title>Pale</title><style>
:root { color-scheme: light dark; background: light-dark(#fff, #000) }
h1 { color: light-dark(#000, #fff) }
p { color: #444 }
</style><main><h1>Pale</h1><p>Pale text</p></main></html>"""


def test_what_was_well_readable_in_light_is_found_pale_in_dark(browser: Browser) -> None:
    with browser.new_page(color_scheme="light") as page:
        page.set_content(PALE_IN_THE_DARK)
        assert violations(page) == []
        page.emulate_media(color_scheme="dark")
        assert violations(page) == ["color-contrast: <p>Pale text</p>"]
        page.emulate_media(color_scheme="light")
        assert violations(page) == []
