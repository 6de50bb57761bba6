def test_positions_are_put_on_the_stream(call, event, stream):
    body = [{"at": "2026-05-01T09:00:00Z", "lat": 52.5, "lon": 13.4}]
    response = call(event.api(body=body, authorizer={"plate": "B-AB12"}))
    assert (response.status, response.json) == (202, {"accepted": 1})
    assert stream.records() == [("B-AB12", {**body[0], "plate": "B-AB12"})]


def test_no_list(call, event):
    assert call(event.api(body={"at": 1}, authorizer={"plate": "B-AB12"})).status == 400
