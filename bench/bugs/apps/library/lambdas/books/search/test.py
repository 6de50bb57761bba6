def test_pages(call, event, table):
    for number in range(3):
        table.put(pk=f"book#{number}", sk="book", isbn=str(number), title=f"T{number}", author="Hamsun", available=1)
    first = call(event.api(query={"author": "Hamsun", "limit": "2"})).json
    assert [book["title"] for book in first["books"]] == ["T0", "T1"]
    second = call(event.api(query={"author": "Hamsun", "limit": "2", "next": first["next"]})).json
    assert [book["title"] for book in second["books"]] == ["T2"]
