import json
from collections.abc import Iterator
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from tests.conftest import MakeSettings
from tests.support.webhooks.server import Webhook, answers, webhook
from web.actions import events
from web.actions.events import HandOverEvent, announce
from web.actions.request import SIGNATURE, signature
from web.core.settings import Settings, SettingsError

SECRET = "shared-with-the-shop"
EVENT = HandOverEvent(UUID(int=1), "doubt")


@pytest.fixture
def hook() -> Iterator[Webhook]:
    """Webhook that has a moment of weakness, and then takes an event."""
    statuses = iter((503, 200))
    with webhook(lambda handler: answers({}, next(statuses))(handler)) as hook:
        yield hook


def settings_for(make_settings: MakeSettings, hook: Webhook, hosts: str = "") -> Settings:
    return make_settings(
        RECOLLECT_LIVE_WEBHOOK=f"{hook.host}/events",
        RECOLLECT_ACTION_HOSTS=hosts or hook.host,
        RECOLLECT_ACTION_SECRET=SECRET,
    )


def test_an_event_is_signed_and_tried_again(
    make_settings: MakeSettings, hook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "PAUSE_SECONDS", 0.01)
    thread = announce(settings_for(make_settings, hook), EVENT)
    assert thread
    thread.join(10)
    (first, _), (headers, body) = hook.requests
    assert first["Idempotency-Key"] == headers["Idempotency-Key"] == str(EVENT.id)
    seconds = int(headers[SIGNATURE].partition(",")[0].removeprefix("t="))
    assert headers[SIGNATURE] == signature(body, SECRET, seconds)
    values = json.loads(body)
    assert (values["event"], values["reason"]) == ("hand_over", "doubt")
    assert values["conversation"] == str(UUID(int=1))
    assert values["page"].endswith("/admin/live")


def test_no_other_host_is_told_and_the_log_says_so(
    make_settings: MakeSettings, hook: Webhook
) -> None:
    assert announce(make_settings(), EVENT) is None
    with capture_logs() as lines:
        thread = announce(settings_for(make_settings, hook, "shop.example.com"), EVENT)
        assert thread
        thread.join(10)
    assert hook.requests == []
    assert [(line["event"], line["fault"]) for line in lines] == [("event not sent", "host")]
    with pytest.raises(SettingsError, match="RECOLLECT_ACTION_HOSTS"):
        make_settings(RECOLLECT_LIVE_WEBHOOK="ftp://shop.example.com/")
