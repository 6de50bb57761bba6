def test_a_campaign(call, event, tables):
    tables["donations-campaigns"].put(campaign="school", title="A school", goal=1000, total=250, gifts=3)
    tables["donations-gifts"].put(donor="d1", gift="p1", campaign="school", given="2026-05-01T08:00:00+00:00", amount=25,
                                  currency="EUR")
    response = call(event.api(path={"campaign": "school"}))
    assert response.json == {"title": "A school", "total": 250.0, "percent": 25, "gifts": [{"day": "2026-05-01", "amount": "25"}]}


def test_a_campaign_that_does_not_exist(call, event):
    assert call(event.api(path={"campaign": "moon"})).status == 404
