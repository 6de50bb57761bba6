ANN = {"sub": "ann", "email": "ann@example.com"}


def test_back(call, event, tables, emitted):
    tables["library"].put(pk="book#1", sk="book", isbn="1", title="Hunger", author="Hamsun", available=0)
    tables["library-loans"].put(member="ann", isbn="1", title="Hunger", email="ann@example.com", state="out", due="2999-01-01")
    response = call(event.api(path={"isbn": "1"}, claims=ANN))
    assert (response.status, response.json) == (200, {"isbn": "1", "fee": 0})
    assert tables["library"].row("book#1", "book")["available"] == 1
    assert emitted == [{"source": "library", "topic": "BookReturned",
                        "detail": {"isbn": "1", "title": "Hunger", "member": "ann"}}]


def test_not_borrowed(call, event):
    assert call(event.api(path={"isbn": "9"}, claims=ANN)).status == 404
