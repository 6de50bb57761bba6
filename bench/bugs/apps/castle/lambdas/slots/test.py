def test_a_day(call, event, tables):
    tables["castle-slots"].put(day="2099-05-01", time="10:30", quota=10, sold=8)
    tables["castle-slots"].put(day="2099-05-01", time="11:00", quota=10, sold=10)
    tables["castle-exhibitions"].put(exhibition="armour", title="Armour", opens="10:00", closes="17:00", until="2099-12-31")
    tables["castle-exhibitions"].put(exhibition="maps", title="Maps", opens="10:00", closes="17:00", until="2099-12-31",
                                     closed={"friday"})
    response = call(event.api(query={"day": "2099-05-01"}))
    assert response.json == {"day": "2099-05-01", "slots": [{"time": "10:30", "free": 2}], "exhibitions": ["Armour (10:00-17:00)"]}


def test_no_day(call, event):
    assert call(event.api(query={"day": "tomorrow"})).status == 400
