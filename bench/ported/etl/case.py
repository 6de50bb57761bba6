import gzip
import json


def run(app):
    rows = [json.dumps({"ts": 1780000000, "v": 1}), "nonsense", json.dumps({"ts": 1780000001, "v": 2})]
    app.put("etl", "raw/a b.jsonl.gz", gzip.compress("\n".join(rows).encode()))
    app.wait(lambda: app.keys("etl") == ["done/a b.jsonl.gz"])
    assert app.keys("etl-lake") == ["bad/a b.jsonl.gz.json", "clean/year=2026/month=05/day=28/a b.jsonl.gz"]
    data = gzip.decompress(app.get("etl-lake", app.keys("etl-lake")[1])).decode()
    assert [json.loads(line)["v"] for line in data.splitlines()] == [1, 2]
