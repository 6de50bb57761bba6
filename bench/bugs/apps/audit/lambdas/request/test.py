def test_an_export_is_asked_for(call, event, invoked):
    answer = call(event.api(body={"actor": "ann"}, claims={"sub": "boss"}))
    assert answer.status == 202
    assert invoked["export"] == [{"actor": "ann", "key": answer.json["key"]}]
