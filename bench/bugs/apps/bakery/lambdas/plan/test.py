from datetime import timedelta


def fill(tables, index):
    day = (index.store.today() + timedelta(days=1)).isoformat()
    tables["bakery-recipes"].put(product="rye", pieces=10, grams={"rye-flour": 5000, "salt": 90})
    tables["bakery-orders"].put(day=day, order="market#standing", shop="market", items={"rye": 22}, state="open")
    tables["bakery-orders"].put(day=day, order="river#1", shop="river", items={"rye": 3}, state="open", customer="ann")
    tables["bakery-orders"].put(day=day, order="river#2", shop="river", items={"rye": 50}, state="cancelled", customer="bo")
    tables["bakery-stock"].put(ingredient="rye-flour", batch="b2", best_before="2099-02-01", grams=20000, supplier="mill")
    tables["bakery-stock"].put(ingredient="rye-flour", batch="b1", best_before="2099-01-01", grams=4000, supplier="mill")
    tables["bakery-stock"].put(ingredient="rye-flour", batch="b0", best_before="2020-01-01", grams=9000, supplier="mill")
    tables["bakery-stock"].put(ingredient="salt", batch="s1", best_before="2099-01-01", grams=100000, supplier="sea")
    return day


def test_a_night(call, event, tables, index, sent, emitted):
    day = fill(tables, index)
    assert call(event.schedule()) == {"day": day, "pieces": 25}
    grams = {row["batch"]: row["grams"] for row in tables["bakery-stock"].rows()}
    assert grams == {"b0": 9000, "b1": 0, "b2": 9000, "s1": 99730}
    assert sent["label"] == [{"product": "rye", "pieces": 25, "day": day}]
    assert emitted[0]["detail"] == {"day": day, "pieces": {"rye": 25},
                                    "batches": {"rye-flour": {"b1": 4000, "b2": 11000}, "salt": {"s1": 270}}}
    assert {(row["batch"], row["grams"]) for row in tables["bakery-used"].rows()} == {("b1", 4000), ("b2", 11000), ("s1", 270)}


def test_flour_is_missing(call, event, tables, index, logs):
    fill(tables, index)
    tables["bakery-stock"].delete_item(Key={"ingredient": "rye-flour", "batch": "b2"})
    call(event.schedule())
    assert "11000 g of rye-flour are missing" in logs
