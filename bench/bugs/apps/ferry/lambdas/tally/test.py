PAID = {"sailing": "sund-a", "booking": "b1", "status": "PAID", "seats": 2, "day": "2099-07-01"}
BOARDED = {**PAID, "status": "BOARDED", "boarded_at": "2099-07-01T07:20:00+00:00"}


def test_seats_are_counted(call, event, tables):
    call(event.table(old=PAID, new=BOARDED))
    call(event.table(old={**PAID, "booking": "b2"}, new={**BOARDED, "booking": "b2"}))
    assert tables["ferry-tally"].rows() == [{"route": "sund", "day": "2099-07-01", "seats": 4, "parties": 2}]


def test_an_event_twice(call, event, tables):
    for _time in range(2):
        call(event.table(old=PAID, new=BOARDED))
    assert tables["ferry-tally"].rows()[0]["seats"] == 2
