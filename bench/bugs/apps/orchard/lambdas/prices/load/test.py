LIST = "\ufeffFruit;Price\nApricot;1,25\nPlum ; 0,8\nPear;n/a\n;\nApricot;1,30\n"


def test_a_list(call, event, tables):
    call(event.bucket("prices/2026-07-01 final.csv", LIST))
    assert sorted((row["fruit"], row["day"], row["price"]) for row in tables["orchard-prices"].rows()) == [
        ("apricot", "2026-07-01", 1.3), ("plum", "2026-07-01", 0.8)]


def test_many(call, event, tables):
    call(event.bucket("prices/2026-07-02.csv", "Fruit;Price\n" + "".join(f"f{number};1,5\n" for number in range(60))))
    assert len(tables["orchard-prices"].rows()) == 60


def test_another_name(call, event, tables):
    call(event.bucket("prices/notes.csv", LIST))
    assert tables["orchard-prices"].rows() == []
