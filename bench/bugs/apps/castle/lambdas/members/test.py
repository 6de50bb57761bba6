import datetime

BO = {"sub": "bo", "email": "bo@castle.example", "cognito:groups": "staff"}
ANN = {"card": "c1", "email": "ann@example.com", "name": "Ann", "kind": "friend", "expires": "2099-01-01"}


def test_a_page(call, event, tables):
    tables["castle-members"].put(**ANN)
    assert call(event.api("/members", claims=BO)).json == {"members": [{"card": "c1", "name": "Ann", "expires": "2099-01-01"}]}


def test_an_address(call, event, tables):
    tables["castle-members"].put(**ANN)
    assert call(event.api("/members", claims=BO, query={"email": "ANN@example.com"})).json == {"cards": ["c1"]}


def test_a_card(call, event, tables, index):
    tables["castle-members"].put(**{**ANN, "expires": index.clock.days_after(index.clock.today(), 5)})
    assert call(event.api("/members/c1", claims=BO)).json == {"card": "c1", "name": "Ann", "kind": "friend", "days": 5}
    assert call(event.api("/members/c2", claims=BO)).status == 404


def test_a_renewal(call, event, tables):
    tables["castle-members"].put(**ANN)
    response = call(event.api("/members/c1/renewal", method="POST", claims=BO))
    expires = (datetime.date(2099, 1, 1) + datetime.timedelta(days=365)).isoformat()
    assert response.json == {"card": "c1", "expires": expires}
    row = tables["castle-members"].row("c1")
    assert (row["expires"], row["renewed_by"], row["renewals"]) == (expires, "bo@castle.example", 1)
