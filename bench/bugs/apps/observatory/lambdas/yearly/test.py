import io
import json
import zipfile
from decimal import Decimal


def put(tables, image, taken, institute, seconds, status="reduced"):
    tables["observatory-images"].put(proposal="p1", image=image, status=status, taken=taken, institute=institute,
                                     seconds=Decimal(seconds), size=10)


def test_a_year(call, event, tables, bucket, index):
    year = index.store.now().year - 1
    put(tables, "i1", f"{year}-10-05T21:10:00+00:00", "oslo", "1800")
    put(tables, "i2", f"{year}-03-05T21:10:00+00:00", "oslo", "900.5", "broken")
    put(tables, "i3", f"{year}-03-05T21:10:00+00:00", "bern", "36")
    put(tables, "i4", f"{year - 1}-03-05T21:10:00+00:00", "bern", "36")
    tables["observatory-quotas"].put(institute="oslo", hours=8, used=3)
    assert call(event.schedule()) == {"year": year, "institutes": 2}
    archive = zipfile.ZipFile(io.BytesIO(bucket.bytes(f"statistics/{year}.zip")))
    assert archive.namelist() == ["bern.csv", "oslo.csv", "summary.json"]
    assert archive.read("oslo.csv").decode().split("\r\n")[:2] == ["proposal,image,taken,seconds,status",
                                                                f"p1,i2,{year}-03-05T21:10:00+00:00,900.5,broken"]
    assert json.loads(archive.read("summary.json")) == {
        "bern": {"images": 1, "hours": 0.01, "broken": 0},
        "oslo": {"images": 2, "hours": 0.75, "broken": 1, "quota": 0.375}}
