import json


def test_what_somebody_did_is_written(call, table, bucket):
    table.put(pk="document#d1", sk="change#1", actor="ann", what="INSERT")
    table.put(pk="document#d1", sk="change#2", actor="bob", what="MODIFY")
    assert call({"actor": "ann", "key": "exports/ann/1.json"}) == {"changes": 1}
    assert json.loads(bucket.text("exports/ann/1.json")) == [{"document": "d1", "what": "INSERT"}]
