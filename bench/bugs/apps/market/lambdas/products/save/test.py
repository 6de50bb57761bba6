ANN = {"sub": "ann", "email": "ann@market.example", "cognito:groups": ["staff"]}
BODY = {"title": "A book", "category": "books", "price": 12.5, "more": 3}


def test_a_product_is_a_row(call, event, table):
    response = call(event.api({"sku": "b1"}, body=BODY, claims=ANN))
    assert (response.status, response.json) == (200, {"sku": "b1", "price": 12.5, "stock": 3})
    row = table.row("product#b1", "product")
    assert (row["title"], row["category"], row["by"]) == ("A book", "books", "ann@market.example")


def test_stock_is_added_to(call, event, table):
    call(event.api({"sku": "b1"}, body=BODY, claims=ANN))
    call(event.api({"sku": "b1"}, body={**BODY, "price": 11}, claims=ANN))
    row = table.row("product#b1", "product")
    assert (row["price"], row["stock"]) == (11, 6)


def test_customers_save_nothing(event):
    event.api({"sku": "b1"}, body=BODY, claims={"sub": "zoe", "email": "zoe@example.com"}, refused=True)


def test_a_price_is_needed(event):
    event.api({"sku": "b1"}, body={"title": "A book", "category": "books"}, claims=ANN, refused=True)
