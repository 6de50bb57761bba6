def test_a_product_gets_its_image(call, event, table):
    table.put(pk="product#b1", sk="product", title="A book")
    call(event.bucket("images/b1.jpg", "jpg"))
    row = table.row("product#b1", "product")
    assert (row["image"], row["image_bytes"], row["title"]) == ("images/b1.jpg", 3, "A book")
    assert row["image_at"].startswith("20")


def test_an_image_of_no_product(call, event, table, logs):
    call(event.bucket("images/b1.jpg", "jpg"))
    assert table.rows() == []
    assert logs == ["images/b1.jpg is of no product"]


def test_a_large_file_is_removed(call, event, table, bucket, index, monkeypatch):
    monkeypatch.setattr(index, "LARGEST", 2)
    table.put(pk="product#b1", sk="product", title="A book")
    call(event.bucket("images/b1.jpg", "jpg"))
    assert bucket.keys() == []
    assert "image" not in table.row("product#b1", "product")


def test_invoices_are_no_images(event):
    event.bucket("invoices/2026/05/o1.json", "{}", refused=True)
