from datetime import timedelta

BO = {"sub": "bo", "email": "bo@bakery.example", "cognito:groups": "baker"}
FIRST = {"starts": "2026-05-04 02:00", "ends": "2026-05-04 10:00"}


def post(call, event, body):
    return call(event.api("/shifts", method="POST", claims=BO, body=body))


def test_rest(call, event, tables):
    assert post(call, event, FIRST).json == {"starts": "2026-05-04T00:00+00:00"}
    response = post(call, event, {"starts": "2026-05-04 20:00", "ends": "2026-05-05 02:00"})
    assert (response.status, response.json) == (409, {"message": "no rest after 04.05. 02:00"})
    assert post(call, event, {"starts": "2026-05-04 21:00", "ends": "2026-05-05 05:00"}).status == 201
    assert len(tables["bakery-shifts"].rows()) == 2


def test_wrong_times(call, event):
    assert post(call, event, {"starts": "tomorrow", "ends": "2026-05-04 10:00"}).status == 400
    assert post(call, event, {"starts": "2026-05-04 02:00", "ends": "2026-05-04 14:00"}).status == 409


def test_the_coming_shifts(call, event, tables, index):
    start = index.store.now() + timedelta(days=2)
    tables["bakery-shifts"].put(baker="bo", starts=index.utc(start), ends=index.utc(start + timedelta(hours=8)))
    tables["bakery-shifts"].put(baker="cy", starts=index.utc(start), ends=index.utc(start + timedelta(hours=8)))
    response = call(event.api("/shifts", method="GET", claims=BO))
    assert response.json == {"shifts": [{"starts": index.utc(start), "hours": 8.0}]}


def test_a_shift_is_removed(call, event, tables):
    tables["bakery-shifts"].put(baker="bo", starts="2026-05-04T00:00+00:00", ends="2026-05-04T08:00+00:00")
    path = "/shifts/2026-05-04T00:00%2B00:00"
    assert call(event.api(path, method="DELETE", claims=BO)).status == 204
    assert call(event.api(path, method="DELETE", claims=BO)).status == 404
