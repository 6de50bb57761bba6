def test_clicks_are_counted_by_referer_too(call, event, table):
    table.put(pk="link#abc", sk="link", url="https://example.com", clicks=1)
    said = {"code": "abc", "referer": "direct"}
    assert call(event.queue([said, said])) == {"batchItemFailures": []}
    assert table.row("link#abc", "link")["clicks"] == 3
    assert table.row("link#abc", "referer#direct")["count"] == 2


def test_a_click_on_no_link_comes_again(call, event):
    batch = event.queue([{"code": "gone", "referer": "direct"}])
    assert call(batch) == {"batchItemFailures": [{"itemIdentifier": batch["Records"][0]["messageId"]}]}
