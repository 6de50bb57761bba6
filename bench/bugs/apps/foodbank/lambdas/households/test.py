BODY = {"name": "Byrne", "postcode": "D02 X285", "people": 4, "allergies": ["nuts"]}
STAFF = {"sub": "s1", "cognito:groups": "staff,drivers"}


def test_a_household_is_registered(call, event, table):
    response = call(event.api("/households", method="POST", body=BODY, claims=STAFF))
    assert response.status == 201
    [row] = table.rows()
    assert row["id"] == response.json["id"]
    assert (row["postcode"], row["people"], row["allergies"], row["visits"]) == ("D02X285", 4, ["nuts"], 0)
    assert "email" not in row
    read = call(event.api(f"/households/{row['id']}", method="GET", claims=STAFF))
    assert read.json["name"] == "Byrne"


def test_an_unknown_household(call, event):
    assert call(event.api("/households/none", method="GET", claims=STAFF)).status == 404


def test_staff_lists_a_postcode(call, event, table):
    table.put(id="a", name="A", postcode="D02X285", people=2, joined="2026-01-01", allergies=[], visits=0)
    table.put(id="b", name="B", postcode="D03X285", people=2, joined="2026-01-01", allergies=[], visits=0)
    response = call(event.api("/households", method="GET", query={"postcode": "d02 x285"}, claims=STAFF))
    assert response.json == {"households": [{"id": "a", "name": "A", "people": 2}]}
    assert call(event.api("/households", method="GET", query={"postcode": "D02X285"}, claims={"sub": "x"})).status == 403
