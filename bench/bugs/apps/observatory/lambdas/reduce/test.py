import gzip

MESSAGE = {"proposal": "p1", "image": "i1", "key": "raw/p1/i1.fits", "filter": "R", "gain": 1.4,
           "calibrations": ["calibrations/2026-10-05/flat-B.json", "calibrations/2026-10-05/flat-R.json"]}


def put(tables, bucket):
    tables["observatory-images"].put(proposal="p1", image="i1", status="raw", taken="2026-10-05T21:10:00+00:00", institute="oslo")
    bucket.put_object(Key="raw/p1/i1.fits", Body=b" " * 2880 + bytes([5, 10, 200]))
    bucket.put("calibrations/2026-10-05/flat-R.json", '{"level": 8}')


def test_an_image_is_reduced(call, event, tables, bucket):
    put(tables, bucket)
    assert call(event.queue([MESSAGE])) == {"batchItemFailures": []}
    assert gzip.decompress(bucket.bytes("reduced/p1/i1.gz")) == bytes([0, 2, 192])
    [row] = tables["observatory-images"].rows()
    assert (row["status"], row["reduced_key"]) == ("reduced", "reduced/p1/i1.gz")


def test_a_calibration_is_missing(call, event, tables, bucket):
    put(tables, bucket)
    answer = call(event.queue([{**MESSAGE, "filter": "H"}, MESSAGE]))
    assert len(answer["batchItemFailures"]) == 1
    assert tables["observatory-images"].rows()[0]["status"] == "reduced"


def test_a_second_delivery(call, event, tables, bucket):
    put(tables, bucket)
    assert call(event.queue([MESSAGE, MESSAGE])) == {"batchItemFailures": []}
