from datetime import datetime, timedelta, timezone

UNTIL = str(datetime.now(timezone.utc).date() + timedelta(days=30))
BODY = {"doctor": "anna", "until": UNTIL, "name": "Zoë"}
ZOE = {"sub": "zoe", "email": "zoe@example.com"}


def test_a_place_on_the_list(call, event, table):
    assert call(event.api(body=BODY, claims=ZOE)).status == 201
    row = table.row("wait#anna", "zoe")
    assert (row["until"], row["name"], row["email"]) == (UNTIL, "Zoë", "zoe@example.com")
    end = datetime.fromisoformat(UNTIL).replace(tzinfo=timezone.utc) + timedelta(days=1)
    assert row["expires"] == end.timestamp()


def test_the_place_is_kept(call, event, table):
    call(event.api(body=BODY, claims=ZOE))
    joined = table.row("wait#anna", "zoe")["joined"]
    assert call(event.api(body=BODY, claims=ZOE)).status == 200
    assert table.row("wait#anna", "zoe")["joined"] == joined


def test_a_day_that_is_over(call, event):
    assert call(event.api(body={**BODY, "until": "2020-01-01"}, claims=ZOE)).status == 400
