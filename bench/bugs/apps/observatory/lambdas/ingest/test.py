import hashlib
import json

KEY = "raw/p1/20261005T211000-abababab.fits"
FILE = json.dumps({"filter": "R", "gain": 1.4}).ljust(2880) + "pixels" * 10


def put(tables, checksum):
    tables["observatory-images"].put(proposal="p1", image="20261005T211000-abababab", status="pending",
                                     taken="2026-10-05T21:10:00+00:00", institute="oslo", sha256=checksum)


def test_an_image(call, event, tables, bucket, sent):
    put(tables, hashlib.sha256(FILE.encode()).hexdigest())
    bucket.put("calibrations/2026-10-05/flat-R.json", "{}")
    bucket.put("calibrations/2026-10-04/flat-R.json", "{}")
    assert call(event.bucket(KEY, FILE)) == "raw"
    [row] = tables["observatory-images"].rows()
    assert (row["status"], row["size"]) == ("raw", 2940)
    assert sent["reduce"] == [{"proposal": "p1", "image": "20261005T211000-abababab", "key": KEY, "filter": "R", "gain": 1.4,
                               "calibrations": ["calibrations/2026-10-05/flat-R.json"]}]


def test_a_broken_image(call, event, tables, sent):
    put(tables, "00" * 32)
    assert call(event.bucket(KEY, FILE)) == "broken"
    assert tables["observatory-images"].rows()[0]["status"] == "broken"
    assert sent == {}


def test_an_unknown_image(call, event):
    assert call(event.bucket(KEY, FILE)) == "unknown"
