from datetime import datetime, timedelta, timezone

import pytest

DAY = str(datetime.now(timezone.utc).date() + timedelta(days=10))
BODY = {"day": DAY, "time": "09:30", "vet": "anna", "pet": "Rex", "phone": "+491701234567"}
ANN = {"sub": "ann"}

pytestmark = pytest.mark.warm


def test_an_appointment_is_a_row(call, event, table, sent):
    response = call(event.api(body=BODY, claims=ANN))
    assert (response.status, response.json) == (201, {"day": DAY, "time": "09:30", "vet": "anna"})
    [row] = table.rows()
    assert (row["pk"], row["sk"], row["status"], row["owner"]) == (f"day#{DAY}", "slot#09:30#anna", "booked", "ann")
    [text] = sent["texts"]
    assert text["phone"] == "+491701234567"
    assert text["text"] == f"Rex: {DAY} at 09:30 is booked"


def test_a_time_is_given_once(call, event):
    call(event.api(body=BODY, claims=ANN))
    assert call(event.api(body={**BODY, "pet": "Mia"}, claims={"sub": "bob"})).status == 409


def test_yesterday_is_refused(call, event, table):
    assert call(event.api(body={**BODY, "day": "2020-01-01"}, claims=ANN)).status == 400
    assert table.rows() == []
