def test_a_link_is_kept_and_its_short_form_told(call, event, table):
    answer = call(event.api(body={"url": "https://example.com/a", "days": 7}))
    assert answer.status == 201
    assert answer.json["short"] == f"http://127.0.0.1:4566/l/{answer.json['code']}"
    [row] = table.rows()
    assert (row["pk"], row["url"], row["clicks"]) == (f"link#{answer.json['code']}", "https://example.com/a", 0)


def test_a_code_that_is_taken_is_not_given_again(call, event, table, index, monkeypatch):
    codes = iter(["aaaaaa", "bbbbbb"])
    monkeypatch.setattr(index.links, "new_code", lambda: next(codes))
    table.put(pk="link#aaaaaa", sk="link", url="https://example.com/old")
    assert call(event.api(body={"url": "https://example.com/new"})).json["code"] == "bbbbbb"
    assert table.row("link#aaaaaa", "link")["url"] == "https://example.com/old"


def test_what_is_no_address_is_refused(event):
    event.api(body={"url": "ftp://example.com"}, refused=True)
