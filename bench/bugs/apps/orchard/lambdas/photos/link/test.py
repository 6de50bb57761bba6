def test_a_form(call, event, tables):
    tables["orchard-lots"].put(lot="l1", grower="gina")
    response = call(event.api(path={"lot": "l1"}, claims={"sub": "gina"}))
    assert response.status == 201
    assert response.json["fields"]["key"].startswith("uploads/l1/")
    assert response.json["fields"]["Content-Type"] == "image/jpeg"


def test_of_another_grower(call, event, tables):
    tables["orchard-lots"].put(lot="l1", grower="gina")
    assert call(event.api(path={"lot": "l1"}, claims={"sub": "max"})).status == 404
    assert call(event.api(path={"lot": "l2"}, claims={"sub": "max"})).status == 404
