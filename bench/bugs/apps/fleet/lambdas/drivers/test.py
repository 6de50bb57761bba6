def test_a_driver_is_kept(call, event, table):
    request = event.users("ann@vans.example")
    assert call(request)["userName"] == request["userName"]
    [row] = table.rows()
    assert (row["email"], row["name"]) == ("ann@vans.example", "ann")
