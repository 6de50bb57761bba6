MESSAGE = {"card": "c1", "points": 8, "sale": "river/2026-05-04"}


def test_points_are_given_once(call, event, tables):
    assert call(event.queue([MESSAGE, MESSAGE])) == {"batchItemFailures": []}
    [row] = tables["bakery-cards"].rows()
    assert (row["total"], len(row["points"])) == (8, 1)


def test_old_points_expire(call, event, tables):
    tables["bakery-cards"].put(card="c1", points=[{"points": 50, "until": "2020-01-01"}], sales={"river/2018-01-01"}, total=50)
    call(event.queue([MESSAGE]))
    row = tables["bakery-cards"].row("c1")
    assert (row["total"], [entry["points"] for entry in row["points"]]) == (8, [8])
