"""Icons of the pages are in the sheet, and no others."""

import re

from web.admin.icons import ICONS, icon_sheet
from web.core.assets import WEB
from web.navigation import NAVIGATION


def test_every_icon_of_a_page_is_drawn() -> None:
    pages = [path.read_text(encoding="utf-8") for path in WEB.rglob("*.html")]
    admin_pages = [text for text in pages if "admin/icons.html" in text]
    names = {name for text in admin_pages for name in re.findall(r'icon\("([\w-]+)"\)', text)}
    assert len(admin_pages) == 3
    drawn = re.findall(r'<symbol [^>]*id="([^"]+)"', icon_sheet())
    assert sorted(drawn) == sorted(ICONS)
    assert names | {entry.icon for entry in NAVIGATION} <= {*drawn}
    assert len(icon_sheet()) < 20_000
