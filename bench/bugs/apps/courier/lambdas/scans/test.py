SCAN = {"parcel": "a1", "status": "delivered", "place": "Ulm", "driver": "bo", "time": "2026-05-02T08:00:00+00:00"}


def put(table):
    table.put(pk="parcel#a1", sk="parcel", id="a1", city="Ulm", status="transit", customer="ann", email="ann@example.com",
              created="2026-05-01T08:00:00+00:00", updated="2026-05-01T08:00:00+00:00")


def test_a_delivery(call, event, table, emitted):
    put(table)
    assert call(event.queue([SCAN])) == {"batchItemFailures": []}
    assert table.row("parcel#a1", "parcel")["status"] == "delivered"
    assert table.row("parcel#a1", "scan#2026-05-02T08:00:00+00:00")["driver"] == "bo"
    assert [told["topic"] for told in emitted] == ["ParcelDelivered"]
    assert emitted[0]["detail"]["email"] == "ann@example.com"


def test_a_scan_that_fails(call, event, table):
    put(table)
    response = call(event.queue([SCAN, {**SCAN, "status": "eaten"}]))
    assert len(response["batchItemFailures"]) == 1
