def test_the_last_ones_come_first(call, event, table):
    for number in (1, 3, 2):
        table.put(pk="source#shop", sk=f"hook#h{number}", outcome="delivered", at=number)
    answer = call(event.api({"source": "shop"}, query={"count": "2"}, claims={"sub": "ann"}))
    assert [one["id"] for one in answer.json] == ["h3", "h2"]
