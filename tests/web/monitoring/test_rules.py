"""The dashboard and the alert rules in deploy/, against the page of metrics."""

import json
import re
from collections.abc import Callable, Iterator

import pytest
import yaml
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from chatbot.home import HOME
from tests.conftest import MakeSettings, store_live_bot
from tests.support.markdown import read
from web.core.database import db, utc_now, writing
from web.core.settings import Settings
from web.training.tables import TrainingRun

TOKEN = "a-token-of-a-test"
DASHBOARD = json.loads((HOME / "deploy" / "grafana.json").read_text(encoding="utf-8"))
ALERTS = yaml.safe_load((HOME / "deploy" / "alerts.yml").read_text(encoding="utf-8"))
RULES = [rule for group in ALERTS["groups"] for rule in group["rules"]]

Labels = dict[str, set[str]]


@pytest.fixture
def labels(
    make_app: Callable[[Settings], Flask], make_settings: MakeSettings, sqlite_url: str
) -> Labels:
    """Label names of each sample on a page with a model, a training and an answer."""
    environ = {"RECOLLECT_METRICS_TOKEN": TOKEN, "RECOLLECT_ACTION_HOSTS": "shop.example.com"}
    app = make_app(make_settings(DATABASE_URL=sqlite_url, **environ))
    with app.app_context():
        store_live_bot(db.session)
        with writing(db.session) as session:
            session.add(TrainingRun(status="running", epochs=1, heartbeat_at=utc_now()))
    client = app.test_client()
    client.get("/healthz")
    page = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text
    return {
        sample.name: {*sample.labels}
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }


def expressions() -> Iterator[str]:
    for rule in RULES:
        yield rule["expr"]
    for panel in DASHBOARD["panels"]:
        for target in panel["targets"]:
            yield target["expr"]
    for variable in DASHBOARD["templating"]["list"]:
        yield variable["query"]


def test_every_metric_that_is_named_exists_with_its_labels(labels: Labels) -> None:
    used = [
        (name, selector)
        for expression in expressions()
        for name, selector in re.findall(r"(recollect_\w+)(\{[^}]*\})?", expression)
    ]
    assert len(used) > 30
    for name, selector in used:
        assert name in labels, name
        chosen = set(re.findall(r"(\w+)=", selector)) - {"job"}
        assert chosen <= labels[name], (name, selector)


def test_the_document_names_every_metric(labels: Labels) -> None:
    section = read("docs/deployment.md").partition("## Metrics")[2].partition("\n## ")[0]
    documented = set(re.findall(r"`(recollect_\w+)`", section))
    assert documented == {re.sub(r"_(bucket|sum|count)$", "", name) for name in labels}


def test_every_rule_says_what_happens_and_what_to_do() -> None:
    names = [rule["alert"] for rule in RULES]
    assert len(set(names)) == len(names) > 10
    for rule in RULES:
        assert rule["labels"]["severity"] in {"critical", "warning", "info"}
        assert {*rule["annotations"]} == {"summary", "description"}


def test_panels_have_numbers_and_places_of_their_own() -> None:
    panels = DASHBOARD["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    squares = [
        (place["x"] + dx, place["y"] + dy)
        for place in (panel["gridPos"] for panel in panels)
        for dx in range(place["w"])
        for dy in range(place["h"])
    ]
    assert len(set(squares)) == len(squares)
    assert max(x for x, _ in squares) < 24
