PATH = {"station": "oslo", "time": "2026-05-01T12:00Z"}


def test_a_correction_replaces_the_value_and_stores_the_user(call, event, table):
    table.put(pk="oslo", sk="reading#2026-05-01T12:00Z", celsius=99)
    assert call(event.api(path=PATH, body={"celsius": 10.5}, claims={"sub": "ann"})).status == 200
    assert table.rows() == [{"pk": "oslo", "sk": "reading#2026-05-01T12:00Z", "celsius": 10.5, "correctedBy": "ann"}]


def test_a_missing_reading_cannot_be_corrected(call, event, table):
    assert call(event.api(path=PATH, body={"celsius": 10.5}, claims={"sub": "ann"})).status == 404
    assert table.rows() == []


def test_a_request_without_a_user_is_refused(event):
    event.api(path=PATH, body={"celsius": 10.5}, refused=True)
