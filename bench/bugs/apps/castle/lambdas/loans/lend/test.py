BO = {"sub": "bo", "email": "bo@castle.example", "cognito:groups": "staff"}
BODY = {"object": "TX-1204", "value": 12500.5, "due": "2099-06-01"}


def test_a_loan(call, event, tables):
    response = call(event.api(path={"museum": "graz"}, claims=BO, body=BODY))
    assert (response.status, response.json["premium"], response.json["notes"]) == (201, 25, ["textile: at most 50 lux"])
    [row] = tables["castle-loans"].rows()
    assert (row["museum"], row["object"], row["value"], row["state"]) == ("graz", "TX-1204", 12500.5, "out")


def test_a_number_that_is_none(call, event):
    assert call(event.api(path={"museum": "graz"}, claims=BO, body={**BODY, "object": "vase"})).status == 400
