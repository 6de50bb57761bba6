ANN = {"sub": "ann"}


def goods(table, number, day, **more):
    table.put(**{"depot": "north", "batch": f"d#{number:03}", "product": "rice", "units": 2, "kilos": 1.5,
                 "best_before": day, "allergens": [], **more})


def test_the_oldest_is_first(call, event, table):
    goods(table, 1, "2026-06-01")
    goods(table, 2, "2026-05-01")
    goods(table, 3, "2026-04-01", units=0)
    response = call(event.api({"depot": "north"}, claims=ANN))
    assert response.json == {"units": 4, "goods": [
        {"batch": "d#002", "product": "rice", "units": 2, "best_before": "2026-05-01"},
        {"batch": "d#001", "product": "rice", "units": 2, "best_before": "2026-06-01"}]}


def test_only_before_a_day(call, event, table):
    goods(table, 1, "2026-06-01")
    goods(table, 2, "2026-05-01")
    response = call(event.api({"depot": "north"}, query={"before": "2026-06-01"}, claims=ANN))
    assert [row["batch"] for row in response.json["goods"]] == ["d#002"]
    assert call(event.api({"depot": "north"}, query={"before": "soon"}, claims=ANN)).status == 400


def test_a_full_depot_has_pages(call, event, table):
    for number in range(30):
        goods(table, number, "2026-05-01")
    first = call(event.api({"depot": "north"}, claims=ANN)).json
    assert len(first["goods"]) == 25
    second = call(event.api({"depot": "north"}, query={"next": first["next"]}, claims=ANN)).json
    assert len(second["goods"]) == 5
    assert "next" not in second
