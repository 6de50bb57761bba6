ANN = {"sub": "7", "email": "ann@mill.example"}
SLIP = {"employee": "7", "month": "2026-05", "name": "Ann", "gross": 3000, "tax": 430, "net": 2570, "hours": 150}


def test_my_slip(call, event, tables):
    tables["payroll-slips"].put(**SLIP)
    response = call(event.api(path={"month": "2026-05"}, claims=ANN))
    assert response.json == {"month": "2026-05", "hours": 150, "gross": 3000, "tax": 430, "net": 2570}


def test_my_page(call, event, tables, bucket):
    tables["payroll-slips"].put(**SLIP)
    bucket.put("slips/2026-05/7.html", "<h1>2026-05</h1>")
    response = call(event.api(path={"month": "2026-05"}, headers={"accept": "text/html"}, claims=ANN))
    assert (response.status, response.text) == (200, "<h1>2026-05</h1>")


def test_none(call, event):
    assert call(event.api(path={"month": "2026-05"}, claims=ANN)).status == 404
