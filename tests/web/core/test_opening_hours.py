from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from tests.conftest import MakeSettings
from web.core.setting_errors import SettingsError
from web.core.setting_values.opening_hours import Hours
from web.handovers.policy import HandOverPolicy

HOURS: TypeAdapter[Any] = TypeAdapter(Hours)
MONDAY = datetime(2026, 11, 30, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("always", True),
        ("mon 8:00-9:00", True),
        ("Mon-Fri 09:00-17:00", False),
        ("tue 8:00-9:00, sun-mon 8:30-24:00", True),
        ("mon 8:00-8:30", False),
        ("sat-sun 0:00-24:00", False),
        (" mon   8:00-9:00 ", True),
    ],
)
def test_the_hours_are_those_of_the_zone(
    make_settings: MakeSettings, text: str, is_open: bool
) -> None:
    policy = HandOverPolicy.of(make_settings(RECOLLECT_LIVE_HOURS=text))
    assert policy
    assert policy.is_open(MONDAY) is is_open
    assert (policy.waits_until(MONDAY) > MONDAY) is is_open


def test_an_hour_further_east_is_an_hour_later(make_settings: MakeSettings) -> None:
    berlin = make_settings(
        RECOLLECT_LIVE_HOURS="mon 9:00-10:00", RECOLLECT_LIVE_ZONE="Europe/Berlin"
    )
    policy = HandOverPolicy.of(berlin)
    assert policy
    assert policy.is_open(MONDAY)
    assert HandOverPolicy.of(make_settings()) is None
    with pytest.raises(SettingsError, match=r"RECOLLECT_LIVE_ZONE.*Europe/Berlin"):
        make_settings(RECOLLECT_LIVE_ZONE="../../etc/passwd")


@pytest.mark.parametrize(
    "text", ["9-17", "mon", "mon 9:00-8:00", "mon 9:60-10:00", "mon 9:00-25:00", ","]
)
def test_other_hours_are_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValidationError, match=r"mon-fri 9:00-17:00"):
        HOURS.validate_python(text)
