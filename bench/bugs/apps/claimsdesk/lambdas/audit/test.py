import gzip
import json


def test_a_change(call, event, tables, buckets):
    old = {"claim": "c1", "state": "open", "version": 1}
    assert call(event.stream(old=old, new={**old, "state": "taken", "version": 2})) == {"batchItemFailures": []}
    [row] = tables["claims-audit"].rows()
    assert row["changes"] == {"state": ["open", "taken"], "version": [1, 2]}
    [key] = buckets["claims-audit"].keys()
    line = json.loads(gzip.decompress(buckets["claims-audit"].bytes(key)))
    assert (line["claim"], key.count("/")) == ("c1", 3)


def test_a_new_claim(call, event, tables):
    call(event.stream(new={"claim": "c1", "state": "open"}))
    assert tables["claims-audit"].rows()[0]["changes"]["state"] == [None, "open"]
