LINES = [{"code": "exam", "price": 24.5, "quantity": 1}]
PATH = {"pet": "rex", "day": "2026-05-04"}
ANNA = {"sub": "anna"}


def test_a_visit_is_a_row(call, event, table):
    assert call(event.api(PATH, body={"lines": LINES}, claims=ANNA)).status == 200
    assert table.row("pet#rex", "visit#2026-05-04")["lines"] == LINES


def test_a_visit_is_closed_once(call, event, table):
    call(event.api(PATH, body={"lines": LINES}, claims=ANNA))
    assert call(event.api(PATH, body={"lines": LINES, "closed": True}, claims=ANNA)).status == 200
    assert table.row("pet#rex", "visit#2026-05-04")["closed"] is True
    assert call(event.api(PATH, body={"lines": LINES, "closed": True}, claims=ANNA)).status == 409
