from datetime import UTC, datetime, timedelta, timezone

import pytest

from web.admin.periods import DAY, HOUR, bin_name, period_of

NOW = datetime(2026, 11, 25, 14, 30, 59, tzinfo=UTC)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "start", "end", "step"),
    [
        ("24h", "2026-11-24 15:00", "2026-11-25 15:00", HOUR),
        ("7d", "2026-11-19", "2026-11-26", DAY),
        ("30d", "2026-10-27", "2026-11-26", DAY),
        ("90d", "2026-08-28", "2026-11-26", DAY),
        ("2026-11-20", "2026-11-20", "2026-11-21", HOUR),
        ("2026-11-20T23", "2026-11-20 23:00", "2026-11-21", HOUR),
    ],
)
def test_a_period_is_whole_hours_or_days_of_utc(
    name: str, start: str, end: str, step: timedelta
) -> None:
    period = period_of(name, "", "", NOW)
    assert (period.start, period.end, period.step) == (at(start), at(end), step)
    assert period.bins()[0] == period.start
    assert period.bins()[-1] + step == period.end
    assert period_of(bin_name(period.start, step), "", "", NOW).start == period.start
    assert period.parameters == (("period", name),)


def test_the_days_are_those_of_utc_wherever_the_clock_is() -> None:
    there = datetime(2026, 11, 26, 1, tzinfo=timezone(timedelta(hours=2)))
    assert period_of("7d", "", "", there).end == at("2026-11-26")


def test_a_period_from_a_day_to_a_day_holds_both() -> None:
    period = period_of("custom", "2026-11-01", "2026-11-03", NOW)
    assert (period.start, period.end) == (at("2026-11-01"), at("2026-11-04"))
    assert period.before == (at("2026-10-29"), at("2026-11-01"))
    assert dict(period.parameters) == {
        "period": "custom",
        "from": "2026-11-01",
        "to": "2026-11-03",
    }


@pytest.mark.parametrize(
    ("name", "first", "last", "sentence"),
    [
        ("yesterday", "", "", "“yesterday” is not a day: write it as 2026-11-25."),
        ("custom", "", "2026-11-01", "“” is not a day"),
        ("custom", "2026-02-30", "2026-11-01", "“2026-02-30” is not a day"),
        ("custom", "20261101", "2026-11-01", "“20261101” is not a day"),
        ("custom", "2026-11-02", "2026-11-01", "swap the two days"),
        ("custom", "2020-11-02", "2026-11-01", "at most 731 days"),
        ("9999-12-31", "", "", "is not a day"),
        ("0001-01-01", "", "", "is not a day"),
        ("2026-11-20T24", "", "", "is not a day"),
    ],
)
def test_what_is_no_period_is_told(name: str, first: str, last: str, sentence: str) -> None:
    with pytest.raises(ValueError, match="day") as error:
        period_of(name, first, last, NOW)
    assert sentence in str(error.value)
