DONATION = {"donation": "don-1", "depot": "north", "name": "Ann", "email": "ann@example.com", "kilos": "32.50", "products": []}
PARCEL = {"parcel": "h1#2026-05-04", "day": "2026-05-04", "depot": "north", "units": 8}


def at(made, time="2026-05-04T10:00:00Z"):
    return {**made, "time": time}


def test_both_kinds_are_counted(call, event, table):
    call(at(event.app(DONATION, topic="DonationReceived")))
    call(at(event.app({**DONATION, "donation": "don-2"}, topic="DonationReceived")))
    call(at(event.app(PARCEL, topic="ParcelPacked")))
    assert table.row("month#2026-05", "depot#north") == {
        "pk": "month#2026-05", "sk": "depot#north", "donations": 2, "kilos": 65, "parcels": 1, "units": 8}


def test_an_event_may_come_twice(call, event, table):
    for _ in range(2):
        call(at(event.app(PARCEL, topic="ParcelPacked")))
    assert table.row("month#2026-05", "depot#north")["parcels"] == 1


def test_the_month_is_that_of_the_zone(call, event, table):
    call(at(event.app(PARCEL, topic="ParcelPacked"), "2026-05-31T23:30:00Z"))
    assert table.row("month#2026-06", "depot#north")["parcels"] == 1


def test_an_empty_parcel_is_not_counted(event):
    event.app({**PARCEL, "units": 0}, topic="ParcelPacked", refused=True)
