CSV = "isbn,title,author,copies,price\n1,Hunger,Hamsun,2,9.90\n2,Victoria,Hamsun,1,\n"


def test_a_list(call, event, table):
    assert call(event.bucket("imports/2026-05.csv", CSV)) == {"books": 2}
    assert [(row["title"], row["available"]) for row in table.rows()] == [("Hunger", 2), ("Victoria", 1)]
