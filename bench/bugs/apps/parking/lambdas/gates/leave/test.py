from datetime import datetime, timedelta, timezone


def test_an_exit(call, event, tables, sent):
    entered = (datetime.now(timezone.utc) - timedelta(minutes=90)).isoformat(timespec="seconds")
    tables["parking-garages"].put(id="mitte", vacant=0, rate=2)
    tables["parking-sessions"].put(id="s1", garage="mitte", plate="BAB12", status="parked", entered=entered)
    response = call(event.api(path={"id": "s1"}))
    assert (response.status, response.json) == (200, {"session": "s1", "fee": 4})
    assert sent["charge"] == [{"session": "s1", "plate": "BAB12", "cents": 400}]
    assert tables["parking-garages"].row("mitte")["vacant"] == 1
    assert call(event.api(path={"id": "s1"})).status == 409
