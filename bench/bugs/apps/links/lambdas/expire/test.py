def test_only_links_that_ended_yesterday_go(call, event, table, index):
    table.put(pk="link#old", sk="link", day=index.links.last_day(-1))
    table.put(pk="link#new", sk="link", day=index.links.last_day(1))
    assert call(event.schedule()) == {"deleted": 1}
    assert [row["pk"] for row in table.rows()] == ["link#new"]
