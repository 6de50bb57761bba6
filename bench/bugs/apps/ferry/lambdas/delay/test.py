OFFICE = {"sub": "o1", "email": "office@ferry.example", "cognito:groups": ["office"]}
SAILING = {"pk": "route#sund", "sk": "sailing#2099-07-01T0930", "id": "sund-2099-07-01T0930", "seats_left": 1}


def test_a_delay(call, event, table, published):
    table.put(**SAILING)
    response = call(event.api(path={"sailing": "sund-2099-07-01T0930"}, body={"minutes": 20}, claims=OFFICE))
    assert response.json == {"sailing": "sund-2099-07-01T0930", "delay": 20}
    assert table.rows()[0]["delay"] == 20
    assert published["notify"] == [{"sailing": "sund-2099-07-01T0930", "minutes": 20}]


def test_no_sailing(call, event, published):
    assert call(event.api(path={"sailing": "sund-1"}, body={"minutes": 20}, claims=OFFICE)).status == 404
    assert published["notify"] == []
