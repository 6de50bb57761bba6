READING = {"station": "oslo", "time": "2026-05-01T12:00Z", "celsius": 11.5}
ROW = {"pk": "oslo", "sk": "reading#2026-05-01T12:00Z", "celsius": 11.5}


def test_a_reading_is_a_row(call, event, table):
    response = call(event.api(body=READING))
    assert (response.status, response.json) == (201, READING)
    assert table.rows() == [ROW]


def test_the_same_reading_twice_is_one_row(call, event, table):
    assert [call(event.api(body=READING)).status for _time in range(2)] == [201, 201]
    assert table.rows() == [ROW]


def test_another_value_for_the_same_minute_is_refused(call, event, table):
    call(event.api(body=READING))
    assert call(event.api(body={**READING, "celsius": 12})).status == 409
    assert table.rows() == [ROW]


def test_a_day_that_is_not_in_the_calendar_is_refused(call, event, table):
    assert call(event.api(body={**READING, "time": "2026-02-30T12:00Z"})).status == 400
    assert table.rows() == []


def test_the_gateway_refuses_a_body_that_does_not_match_the_schema(event):
    event.api(body={**READING, "celsius": 61}, refused=True)
    event.api(body={**READING, "colour": "blue"}, refused=True)
