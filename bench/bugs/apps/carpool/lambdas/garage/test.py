def test_a_garage(call, event, tables, emails, topic):
    tables["carpool-cars"].put(car="a1", plate="B-CP 1")
    batch = event.topic("inspection on 2026-05-01", attributes={"car": "a1"})
    batch["Records"][0]["Sns"]["Subject"] = "Service of B-CP 1"
    call(batch)
    assert [(mail["to"], mail["subject"]) for mail in emails] == [(["garage@garage.example", "cars@carpool.example"], "Service of B-CP 1")]
    assert tables["carpool-cars"].row("a1")["told"]
