import pytest

KEY = "inbox/may day.csv"


@pytest.fixture
def dropped(call, event):
    """dropped("oslo,2026-05-01T12:00Z,11.5", ...): uploads a file of these lines, and loads it."""
    return lambda *lines: call(event.bucket(KEY, "\n".join(["station,time,celsius", *lines])))


def test_valid_rows_go_to_the_table_and_the_file_to_done(dropped, table, bucket):
    assert dropped("oslo,2026-05-01T12:00Z,11.5", "bergen,2026-05-01T12:00Z,-8") == {"good": 2, "bad": 0}
    assert [(row["pk"], row["celsius"]) for row in table.rows()] == [("bergen", -8), ("oslo", 11.5)]
    assert bucket.keys() == ["done/may day.csv"]


def test_invalid_rows_are_stored_with_their_reason(dropped, bucket):
    assert dropped("oslo,2026-05-01T12:00Z,11.5", "oslo,noon,11", "oslo,2026-05-01T13:00Z,warm",
                   "oslo,2026-05-01T14:00Z,99", "oslo,2026-05-01T12:00Z,12", "oslo") == {"good": 1, "bad": 5}
    assert bucket.keys() == ["bad/may day.csv", "done/may day.csv"]
    assert bucket.text("bad/may day.csv").splitlines() == [
        "station,time,celsius,reason",
        "oslo,noon,11,time is not like 2026-05-01T12:00Z",
        "oslo,2026-05-01T13:00Z,warm,celsius is not a number",
        "oslo,2026-05-01T14:00Z,99,celsius is not from -90 to 60",
        "oslo,2026-05-01T12:00Z,12,the table has another reading for that minute",
        "oslo,,,time is not like 2026-05-01T12:00Z"]


def test_an_event_that_is_delivered_twice_changes_nothing(dropped, call, event, bucket):
    dropped("oslo,2026-05-01T12:00Z,11.5")
    assert call(event.bucket(KEY)) == {}
    assert bucket.keys() == ["done/may day.csv"]


def test_it_does_not_receive_the_files_that_it_writes(event):
    for key in ("bad/may day.csv", "done/may day.csv"):
        event.bucket(key, refused=True)
