def put(table, number, **more):
    table.put(**{"pk": f"ticket#{number}", "sk": "ticket", "number": number, "subject": f"Ticket {number}",
                 "requester": "zoe@example.com", "state": "open", "priority": "high",
                 "opened": "2026-05-01T09:00:00Z", "due": "2026-05-01T13:00:00Z", **more})


def test_overdue_tickets_are_told_once(call, event, table, published):
    put(table, 1)
    put(table, 2, due="2099-01-01T00:00:00Z")
    put(table, 3, state="closed")
    assert call(event.schedule()) == {"escalated": 1}
    assert published["pager"] == [{"number": 1, "subject": "Ticket 1", "due": "2026-05-01T13:00:00Z"}]
    assert call(event.schedule()) == {"escalated": 0}
