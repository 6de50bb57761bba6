PATH = {"flat": "alfama"}
BODY = {"name": "Alfama", "city": "lisbon", "sleeps": 4, "tax": 2.5, "seasons": {"2090-05-01": 80.5, "2090-06-01": 100}}
OWNER = {"sub": "o1", "cognito:groups": "owners"}


def test_a_flat_and_its_seasons(call, event, table):
    assert call(event.api(PATH, body=BODY, claims=OWNER)).json == {"flat": "alfama", "seasons": 2}
    assert table.row("flat#alfama", "flat") == {"pk": "flat#alfama", "sk": "flat", "name": "Alfama", "city": "lisbon",
                                                "sleeps": 4, "tax": 2.5, "owner": "o1"}
    call(event.api(PATH, body={**BODY, "feed": "https://a.example/x.ics", "seasons": {"2090-06-01": 110}}, claims=OWNER))
    assert [(row["sk"], row.get("price")) for row in table.rows()] == [("flat", None), ("season#2090-06-01", 110)]


def test_what_is_refused(call, event, table):
    call(event.api(PATH, body=BODY, claims=OWNER))
    assert call(event.api(PATH, body=BODY, claims={**OWNER, "sub": "o2"})).status == 403
    assert call(event.api(PATH, body={**BODY, "seasons": {"may": 5}}, claims=OWNER)).status == 400
