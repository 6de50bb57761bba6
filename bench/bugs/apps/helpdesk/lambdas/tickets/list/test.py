AGENT = {"sub": "a1", "email": "ann@acme.example", "cognito:groups": ["agents"]}


def put(table, number, **more):
    table.put(**{"pk": f"ticket#{number}", "sk": "ticket", "number": number, "subject": f"Ticket {number}",
                 "requester": "zoe@example.com", "state": "open", "priority": "normal",
                 "opened": f"2026-05-01T09:{number:02}:00Z", "due": f"2026-05-02T09:{number:02}:00Z", **more})


def test_open_tickets_by_their_time(call, event, table):
    put(table, 2)
    put(table, 1, agent="ann@acme.example")
    put(table, 3, state="closed")
    listed = call(event.api(claims=AGENT)).json
    assert [(one["number"], one["agent"]) for one in listed["tickets"]] == [(1, "ann@acme.example"), (2, None)]
    assert "next" not in listed


def test_pages(call, event, table):
    for number in range(1, 60):
        put(table, number)
    first = call(event.api(query={"state": "open"}, claims=AGENT)).json
    second = call(event.api(query={"state": "open", "next": first["next"]}, claims=AGENT)).json
    assert [one["number"] for one in first["tickets"] + second["tickets"]] == list(range(1, 60))


def test_of_one_requester(call, event, table):
    put(table, 1)
    put(table, 2, requester="max@example.com")
    response = call(event.api(query={"requester": "Zoe@example.com"}, claims=AGENT))
    assert response.json == {"tickets": [{"number": 1, "subject": "Ticket 1", "state": "open"}]}


def test_an_unknown_state(call, event):
    assert call(event.api(query={"state": "lost"}, claims=AGENT)).status == 400
