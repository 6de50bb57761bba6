def test_who_signs_up_is_a_listener(call, event, table):
    call(event.users("ann@example.com", attributes={"custom:plan": "gold"}))
    [row] = table.rows()
    assert (row["pk"], row["email"], row["plan"]) == ("listeners#news", "ann@example.com", "gold")
