ROW = {"pk": "route#sund", "sk": "sailing#2099-07-01T0930", "id": "sund-2099-07-01T0930",
       "departs": "2099-07-01T07:30:00+00:00", "seats_left": 12}


def test_a_day(call, event, table):
    table.put(**ROW)
    table.put(**{**ROW, "sk": "sailing#2099-07-02T0930", "id": "sund-2099-07-02T0930"})
    response = call(event.api(path={"route": "sund"}, query={"day": "2099-07-01"}))
    assert response.status == 200
    assert response.json == {"sailings": [
        {"id": "sund-2099-07-01T0930", "departs": "2099-07-01T07:30:00+00:00", "free": 12, "delay": 0}]}


def test_a_party(call, event, table):
    table.put(**ROW)
    assert call(event.api(path={"route": "sund"}, query={"day": "2099-07-01", "seats": "13"})).json == {"sailings": []}
