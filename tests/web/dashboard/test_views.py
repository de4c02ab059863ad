import json
import re
from html import unescape

import pytest
from sqlalchemy.orm import Session

from tests.support.conversations import PastMessage, store_conversation
from tests.support.sign_in import SignIn
from web.core.database import utc_now
from web.models.live_bot import LiveBot


def test_a_dashboard_without_messages_says_what_to_do(sign_in: SignIn) -> None:
    page = sign_in("viewer").get("/admin/").text
    assert "Nobody wrote to the bot in this time." in page
    assert "No model is live yet" in page
    assert "charts.js" not in page, "a script for no chart"


def test_figures_lead_to_the_messages_behind_them(
    session: Session, live: LiveBot, sign_in: SignIn
) -> None:
    now = utc_now()
    store_conversation(
        session,
        PastMessage("zebra", at=now, fallback=True),
        PastMessage("tiger", at=now, thumb=-1),
        PastMessage("lion", at=now, intent="clarification"),
    )
    client = sign_in("viewer")
    page = client.get("/admin/?period=30d").text
    assert "Live: model version 1" in page
    links = {unescape(link) for link in re.findall(r'href="(/admin/conversations\?[^"]+)"', page)}
    assert "/admin/conversations?period=30d&outcome=fallback" in links
    assert "/admin/conversations?period=30d&outcome=asked" in links
    assert "/admin/conversations?period=30d&thumb=down" in links
    assert f"/admin/conversations?period={now:%Y-%m-%d}" in links
    assert "/admin/conversations?period=30d&intent=greeting" in links
    for link in links - {link for link in links if "thumb=up" in link or "2026" in link}:
        assert "Nothing matches" not in client.get(link).text, link


def test_charts_hold_the_numbers_of_their_tables(session: Session, sign_in: SignIn) -> None:
    store_conversation(session, PastMessage("x", at=utc_now(), intent="<b>\"'&", thumb=1))
    page = sign_in("viewer").get("/admin/?period=24h").text
    charts = [json.loads(unescape(text)) for text in re.findall(r'data-chart="([^"]+)"', page)]
    assert [chart["name"] for chart in charts] == ["traffic", "answers", "thumbs", "intents"]
    traffic, answers, _, intents = charts
    assert len(traffic["labels"]) == 24
    assert traffic["series"][1]["values"][-1] == 1
    assert answers["series"][0]["values"][-2:] == [None, 1.0]
    assert intents["labels"] == ["<b>\"'&"]
    assert page.count('<tr><th scope="row"') == 24 * 3 + 1


def test_a_chart_without_figures_is_a_sentence(session: Session, sign_in: SignIn) -> None:
    store_conversation(session, PastMessage("x", at=utc_now(), fallback=True))
    page = sign_in("viewer").get("/admin/").text
    assert "No answer was rated in this time." in page
    assert "No message was understood in this time." in page
    assert 'id="chart-traffic"' in page
    assert 'id="chart-thumbs"' not in page
    assert 'id="chart-intents"' not in page


def test_a_period_that_is_none_is_told(sign_in: SignIn) -> None:
    page = sign_in("viewer").get("/admin/?period=custom&from=x&to=2026-11-01").text
    assert "“x” is not a day: write it as 2026-11-25. These are the last 7 days." in page


@pytest.mark.parametrize("address", ["/admin/", "/admin/conversations", "/admin/nothing/here"])
def test_the_sign_of_the_menu_is_seen_everywhere(sign_in: SignIn, address: str) -> None:
    policy = sign_in("viewer").get(address).headers["Content-Security-Policy"]
    assert "img-src 'self' data:" in policy
