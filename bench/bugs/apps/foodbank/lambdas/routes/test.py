import gzip
import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

TODAY = datetime.now(ZoneInfo("Europe/Dublin")).date()
WEEK = str(TODAY - timedelta(days=TODAY.weekday()))


def parcel(table, name, depot="north", **more):
    table.put(**{"day": WEEK, "parcel": name, "depot": depot, "postcode": "D02X285", "deliver": True,
                 "contents": {"a": 1}, "state": "packed", **more})


def test_routes_are_files(call, event, table, bucket, published):
    for number in range(10):
        parcel(table, f"n{number}")
    parcel(table, "s", "south")
    parcel(table, "x", deliver=False)
    parcel(table, "y", state="planned")
    keys = call(event.schedule())["routes"]
    day = TODAY.strftime("%Y/%m/%d")
    assert keys == [f"routes/{day}/north-1.json.gz", f"routes/{day}/north-2.json.gz", f"routes/{day}/south-1.json.gz"]
    route = json.loads(gzip.decompress(bucket.bytes(keys[1])))
    assert route == {"depot": "north", "stops": [{"parcel": "n8", "postcode": "D02X285"}, {"parcel": "n9", "postcode": "D02X285"}]}
    assert published["notices"] == [{"key": keys[0], "stops": 8}, {"key": keys[1], "stops": 2}, {"key": keys[2], "stops": 1}]
    assert table.row(WEEK, "n9")["route"] == keys[1]


def test_nothing_to_drive(call, event, table):
    parcel(table, "x", deliver=False)
    assert call(event.schedule()) == {"routes": []}
    assert table.row(WEEK, "x")["state"] == "packed"
