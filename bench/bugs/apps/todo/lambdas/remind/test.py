from datetime import date


def test_each_user_is_told_what_is_due(call, event, table, published):
    today = date.today().isoformat()
    for id_, user, due in [("1", "ann", today), ("2", "ann", "2001-01-01"), ("3", "bob", today)]:
        table.put(pk=f"user#{user}", sk=f"item#{id_}", title=f"title {id_}", due=due)
    assert call(event.schedule()) == {"users": ["ann", "bob"]}
    assert sorted(published["tell"], key=str) == [
        {"user": "ann", "titles": ["title 1"]}, {"user": "bob", "titles": ["title 3"]}]
