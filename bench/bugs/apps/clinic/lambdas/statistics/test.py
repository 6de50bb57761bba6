import pytest

BOOKED = {"pk": "day#2026-05-04", "sk": "slot#09:30#anna", "kind": "appointment", "patient": "zoe", "status": "booked"}
CANCELLED = {**BOOKED, "status": "cancelled"}

pytestmark = pytest.mark.warm


def row(tables):
    found = tables["clinic-stats"].row("2026-05", "anna")
    return found.get("booked", 0), found.get("cancelled", 0)


def test_changes_are_counted(call, event, tables):
    assert call(event.stream(new=BOOKED)) == {"batchItemFailures": []}
    assert row(tables) == (1, 0)
    call(event.stream(old=BOOKED, new=CANCELLED))
    assert row(tables) == (1, 1)


def test_a_reminder_is_no_change(call, event, tables):
    call(event.stream(old=BOOKED, new={**BOOKED, "reminded": "2026-05-03T16:00"}))
    assert tables["clinic-stats"].rows() == []


def test_a_record_twice_is_counted_once(call, event, tables):
    batch = event.stream(new=BOOKED)
    call(batch)
    call(batch)
    assert row(tables) == (1, 0)


def test_lambda_repeats_from_the_record_that_failed(call, event, index, monkeypatch):
    batch = event.stream(new=[BOOKED, {**BOOKED, "sk": "broken"}, {**BOOKED, "sk": "slot#10:00#anna"}])
    assert call(batch) == {"batchItemFailures": [
        {"itemIdentifier": batch["Records"][1]["dynamodb"]["SequenceNumber"]}]}


def test_other_rows_are_not_heard(event):
    event.stream(new={"pk": "document#1", "sk": "document", "kind": "document"}, refused=True)
