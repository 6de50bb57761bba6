import pytest

ZOE = {"sub": "zoe"}


@pytest.fixture(autouse=True)
def report(bucket):
    bucket.put("reports/zoe/2026-W18.csv", "device,name,day,mean\r\n")


def test_an_address(call, event):
    response = call(event.api({"week": "2026-W18"}, claims=ZOE))
    assert (response.status, response.json["bytes"]) == (200, 22)
    assert "/reports/zoe/2026-W18.csv?" in response.json["url"]
    assert "X-Amz-Expires=300" in response.json["url"]


def test_reports_of_others(call, event):
    assert call(event.api({"week": "2026-W18"}, claims={"sub": "max"})).status == 404


def test_what_is_no_week(call, event):
    assert call(event.api({"week": "may"}, claims=ZOE)).status == 400
