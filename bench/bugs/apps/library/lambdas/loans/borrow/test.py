ANN = {"sub": "ann", "email": "ann@example.com"}


def test_a_loan(call, event, tables, emitted):
    tables["library"].put(pk="book#1", sk="book", isbn="1", title="Hunger", author="Hamsun", available=1)
    response = call(event.api(body={"isbn": "1"}, claims=ANN))
    assert (response.status, response.json["title"]) == (201, "Hunger")
    loan = tables["library-loans"].row("ann", "1")
    assert (loan["state"], loan["due"]) == ("out", response.json["due"])
    assert emitted[0]["topic"] == "BookBorrowed"


def test_no_copy(call, event, tables):
    tables["library"].put(pk="book#1", sk="book", isbn="1", title="Hunger", author="Hamsun", available=0)
    assert call(event.api(body={"isbn": "1"}, claims=ANN)).status == 202
