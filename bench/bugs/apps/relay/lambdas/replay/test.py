def test_what_was_unreachable_is_sent_again(call, table, sent):
    table.put(pk="source#shop", sk="hook#h1", payload="{}", outcome="unreachable")
    table.put(pk="source#shop", sk="hook#h2", payload="{}", outcome="delivered")
    assert call({}) == {"sent": 1}
    assert sent["deliver"] == [{"id": "h1", "source": "shop", "payload": "{}"}]
