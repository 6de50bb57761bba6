PUNCH = {"at": "2026-05-04T16:00:00+02:00", "minutes": 450}
BADGE = {"employee": "7"}


def test_a_punch(call, event, stream):
    assert call(event.api(body=PUNCH, authorizer=BADGE)).status == 202
    assert stream.records() == [("7", {"employee": "7", "day": "2026-05-04", "minutes": 450})]


def test_bad_punches(call, event, stream):
    assert call(event.api(body={"at": "noon", "minutes": 1}, authorizer=BADGE)).status == 400
    assert call(event.api(body={"at": "2026-05-04T16:00:00", "minutes": 1}, authorizer=BADGE)).status == 400
    assert stream.records() == []
