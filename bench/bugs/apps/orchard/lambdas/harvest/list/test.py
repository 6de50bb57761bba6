OFFICE = {"sub": "olga", "cognito:groups": ["office"]}


def put(tables, count):
    for number in range(count):
        tables["orchard-lots"].put(lot=f"l{number:02}", grower="gina", fruit="apricot" if number % 2 else "plum",
                                   kilos=10 + number, picked=f"2026-07-{number + 1:02}", status="open")


def test_pages(call, event, tables):
    put(tables, 25)
    first = call(event.api(path={"grower": "gina"}, claims=OFFICE)).json
    assert [lot["lot"] for lot in first["lots"]] == [f"l{number:02}" for number in range(24, 4, -1)]
    second = call(event.api(path={"grower": "gina"}, query={"next": first["next"]}, claims=OFFICE)).json
    assert [lot["lot"] for lot in second["lots"]] == ["l04", "l03", "l02", "l01", "l00"]
    assert second["next"] is None


def test_a_fruit(call, event, tables):
    put(tables, 4)
    lots = call(event.api(path={"grower": "gina"}, query={"fruit": "Plum"}, claims=OFFICE)).json["lots"]
    assert [lot["lot"] for lot in lots] == ["l02", "l00"]


def test_a_broken_page(call, event):
    assert call(event.api(path={"grower": "gina"}, query={"next": "x"}, claims=OFFICE)).status == 400
