def test_a_visitor_is_sent_on_and_counted(call, event, table, sent):
    table.put(pk="link#abc", sk="link", url="https://example.com", clicks=0)
    answer = call(event.api({"code": "abc"}, headers={"Referer": "https://search.example"}))
    assert (answer.status, answer["headers"]["Location"]) == (301, "https://example.com")
    assert sent["clicks"] == [{"code": "abc", "referer": "https://search.example"}]


def test_an_unknown_code_is_not_found(call, event, sent):
    assert call(event.api({"code": "nope"})).status == 404
    assert sent["clicks"] == []
