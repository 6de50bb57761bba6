import gzip
import io
import json
import zipfile
from datetime import date


def test_an_export(call, event, tables, bucket, secret, index, monkeypatch):
    secret.put('{"key": "k"}')
    requests = []

    def urlopen(request, timeout):
        requests.append(request)
        return io.BytesIO(b'{"received": 2}')

    monkeypatch.setattr(index.urllib.request, "urlopen", urlopen)
    monkeypatch.setattr(index.clock, "today", lambda: date(2026, 5, 1))
    tables["museum-objects"].put(object="AB-0002", title="Krug", year=1700, value=20, lent=False)
    tables["museum-objects"].put(object="AB-0001", title="Gl\u00e4ser", value=7.5, lent=True)
    assert call(event.schedule()) == {"objects": 2, "received": 2}
    data = bucket.bytes("register/2026/05/2026-05-01.zip")
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert archive.namelist() == ["objects-20260501.csv"]
    text = archive.read("objects-20260501.csv").decode("utf-8-sig")
    assert text.splitlines() == ["object;title;year;value", "AB-0001;Gl\u00e4ser;;7.5", "AB-0002;Krug;1700;20"]
    assert requests[0].data == data
    lines = gzip.decompress(bucket.bytes("register/latest.jsonl.gz")).decode().splitlines()
    assert [json.loads(line)["object"] for line in lines] == ["AB-0001", "AB-0002"]
