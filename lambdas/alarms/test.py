ALARM = {"station": "oslo", "time": "2026-05-01T12:00Z", "celsius": 41.5}


def test_an_alarm_that_arrives_twice_is_one_row(call, event, table, sent):
    for _time in range(2):
        call(event.topic(ALARM))
    assert table.rows() == [{"pk": "oslo", "sk": "alarm#2026-05-01T12:00Z", "celsius": 41.5}]
    assert sent == {"pages": ["oslo", "oslo"]}
