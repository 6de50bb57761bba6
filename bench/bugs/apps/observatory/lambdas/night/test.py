from decimal import Decimal


def fill(tables):
    tables["observatory-proposals"].put(proposal="p1", cycle="2026A", submitted="2026-02-01T08:00:00+00:00", title="Dust",
                                        target={"name": "M31", "ra": Decimal("0.712"), "dec": Decimal("41.27")})
    for slot in (3, 2):
        tables["observatory-slots"].put(night="2026-10-05", slot=slot, proposal="p1", institute="oslo")


def test_a_night(call, event, tables):
    fill(tables)
    response = call(event.api(path={"night": "2026-10-05"}))
    assert response.json["free"] == 8
    assert [(row["slot"], row["start"], row["target"]) for row in response.json["plan"]] == [(2, "21:00", "M31"), (3, "22:00", "M31")]
    assert all(35 < row["altitude"] < 60 for row in response.json["plan"])


def test_the_rest_of_a_night(call, event, tables):
    fill(tables)
    response = call(event.api(path={"night": "2026-10-05"}, query={"from": "3"}))
    assert [row["slot"] for row in response.json["plan"]] == [3]


def test_a_free_night(call, event):
    assert call(event.api(path={"night": "2026-10-06"})).json == {"night": "2026-10-06", "plan": [], "free": 10}


def test_no_date(call, event):
    assert call(event.api(path={"night": "tonight"})).status == 400
