import pytest

SUMMARY = {"day": "2026-05-01", "count": 2, "lowest": -2, "mean": 4.8, "highest": 11.5}


@pytest.fixture
def reading(table):
    """reading("12:00", 11.5): writes a row, and returns it."""
    return lambda time, celsius: table.put(pk="oslo", sk=f"reading#2026-05-01T{time}Z", celsius=celsius)


@pytest.fixture
def day(table):
    """day(): the summary of that day, or None."""
    def summary():
        row = table.row("oslo", "day#2026-05-01")
        return row and {name: row[name] for name in SUMMARY}
    return summary


def test_the_summary_of_the_day_is_written_and_its_page_published(call, event, reading, day, sent, published):
    call(event.table(new=[reading("12:00", 11.5), reading("13:00", -2)]))
    assert (day(), sent, published) == (SUMMARY, {"pages": ["oslo"]}, {})


def test_an_event_that_is_delivered_twice_counts_nothing_twice(call, event, reading, day):
    inserted = event.table(new=[reading("12:00", 11.5), reading("13:00", -2)])
    call(inserted)
    call(inserted)
    assert day() == SUMMARY


def test_a_corrected_reading_counts_once(call, event, reading, day):
    before = reading("12:00", 30)
    call(event.table(old=before, new=reading("12:00", 10)))
    assert day() == {"day": "2026-05-01", "count": 1, "lowest": 10, "mean": 10, "highest": 10}


def test_a_day_without_readings_has_no_summary(call, event, table, reading):
    row = reading("12:00", 11)
    call(event.table(new=row))
    table.delete_item(Key={"pk": row["pk"], "sk": row["sk"]})
    call(event.table(old=row))
    assert table.rows() == []


def test_it_does_not_receive_the_summaries_that_it_writes(event):
    event.table(new={"pk": "oslo", "sk": "day#2026-05-01"}, refused=True)


def test_a_summary_that_another_invocation_wrote_meanwhile_is_not_overwritten(index, table, reading, monkeypatch):
    def slow_of_day(*args):
        day = of_day(*args)
        table.put(pk="oslo", sk="day#2026-05-01", revision="theirs")
        return day

    of_day = index.readings.of_day
    monkeypatch.setattr(index.readings, "of_day", slow_of_day)
    reading("12:00", 11)
    assert index.sum_up("oslo", "2026-05-01") is False
    assert table.row("oslo", "day#2026-05-01")["revision"] == "theirs"


def test_an_unusual_reading_raises_an_alarm(call, event, reading, published):
    call(event.table(new=[reading("12:00", 41.5), reading("13:00", 40)]))
    assert published == {"alarms": [{"station": "oslo", "time": "2026-05-01T12:00Z", "celsius": 41.5}]}
