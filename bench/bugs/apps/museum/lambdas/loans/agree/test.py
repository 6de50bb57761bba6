BO = {"sub": "bo", "email": "bo@museum.example", "cognito:groups": "curators"}
BODY = {"borrower": "Louvre", "email": "Loans@louvre.example", "due": "2099-05-01", "insured": 1000.5}


def test_a_loan(call, event, tables, emitted):
    tables["museum-objects"].put(object="AB-0001", title="Vase", lent=False)
    response = call(event.api(path={"object": "AB-0001"}, claims=BO, body=BODY))
    assert (response.status, response.json["fee"]) == (201, 15.01)
    assert tables["museum-objects"].row("AB-0001")["lent"] is True
    [loan] = tables["museum-loans"].rows()
    assert (loan["status"], loan["email"]) == ("out", "loans@louvre.example")
    assert emitted[0]["detail"]["fee"] == "15.01"


def test_an_object_that_is_out(call, event, tables):
    tables["museum-objects"].put(object="AB-0001", title="Vase", lent=True)
    assert call(event.api(path={"object": "AB-0001"}, claims=BO, body=BODY)).status == 409


def test_a_day_in_the_past(call, event):
    assert call(event.api(path={"object": "AB-0001"}, claims=BO, body={**BODY, "due": "2020-01-01"})).status == 400
