LINE = {"sku": "tea", "pieces": "12", "price": "4.50", "counted": "2026-05-02", "file": "inbox/may.csv"}


def test_a_line_is_a_row(call, event, table):
    assert call(event.queue([LINE])) == {"batchItemFailures": []}
    assert table.rows() == [{"pk": "sku#tea", "sk": "stock", "pieces": 12, "price": 4.5, "counted": "2026-05-02",
                             "file": "inbox/may.csv"}]


def test_an_older_count_changes_nothing(call, event, table):
    call(event.queue([LINE, {**LINE, "counted": "2026-05-01", "pieces": "99"}]))
    assert table.row("sku#tea", "stock")["pieces"] == 12


def test_a_line_that_is_wrong_is_kept_as_a_reject(call, event, table, tables):
    assert call(event.queue([{**LINE, "pieces": "many"}, {**LINE, "price": "x"}, LINE])) == {"batchItemFailures": []}
    assert len(table.rows()) == 1
    assert [row["pk"] for row in tables["depot-rejects"].rows()] == ["inbox/may.csv"] * 2
