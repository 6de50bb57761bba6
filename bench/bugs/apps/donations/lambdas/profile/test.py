BO = {"sub": "bo", "email": "bo@charity.example", "cognito:groups": "staff"}


def test_a_donor_moves(call, event, tables):
    tables["donations-donors"].put(donor="d1", email="ann@example.com", name="Ann", city="Bern")
    response = call(event.api(path={"donor": "d1"}, claims=BO, body={"city": "Rome"}))
    assert (response.status, response.json) == (200, {"donor": "d1", "name": "Ann", "city": "Rome"})
    row = tables["donations-donors"].row("d1")
    assert (row["city"], row["changed_by"]) == ("Rome", "bo")


def test_a_donor_who_does_not_exist(call, event):
    assert call(event.api(path={"donor": "d9"}, claims=BO, body={"city": "Rome"})).status == 404
