def test_the_newest_change_comes_first(call, event, table):
    for number, actor in enumerate(["ann", "bob"]):
        table.put(pk="document#d1", sk=f"change#{number}", actor=actor, what="MODIFY", fields=["text"])
    answer = call(event.api({"id": "d1"}, claims={"sub": "ann"}))
    assert [one["actor"] for one in answer.json["changes"]] == ["bob", "ann"]


def test_as_many_as_one_wants(call, event, table):
    for number in range(3):
        table.put(pk="document#d1", sk=f"change#{number}", actor="ann", what="MODIFY", fields=["text"])
    answer = call(event.api({"id": "d1"}, query={"limit": "2"}, claims={"sub": "ann"}))
    assert len(answer.json["changes"]) == 2
