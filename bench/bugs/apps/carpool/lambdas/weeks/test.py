from decimal import Decimal

TRIP = {"trip": "t1", "car": "a1", "driver": "ann", "month": "2026-01", "started": "2026-01-01T08:00:00Z",
        "ended": "2026-01-01T09:00:00Z", "km": Decimal("21.5"), "price": Decimal("10.63")}


def test_a_week(call, event, tables):
    call(event.stream(new=[TRIP, {**TRIP, "trip": "t2"}, {**TRIP, "trip": "t3", "ended": "2025-12-28T09:00:00Z"}]))
    row = tables["carpool-weeks"].row("2026-W01", "a1")
    assert (row["km"], row["income"], row["trips"]) == (43, 21.26, 2)
    assert tables["carpool-weeks"].row("2025-W52", "a1")["trips"] == 1
