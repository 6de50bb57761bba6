def put(table, sku, category="books", **more):
    table.put(pk=f"product#{sku}", sk="product", category=category, **{"title": "A book", "price": 12.5, "stock": 3, **more})


def test_products_of_a_category(call, event, table):
    put(table, "b1")
    put(table, "b2", stock=0, price=10)
    put(table, "t1", category="toys")
    response = call(event.api(query={"category": "books"}))
    assert response.status == 200
    assert response.headers["cache-control"] == "max-age=60"
    assert sorted(response.json["products"], key=lambda one: one["sku"]) == [
        {"sku": "b1", "title": "A book", "price": 12.5, "available": True},
        {"sku": "b2", "title": "A book", "price": 10, "available": False}]


def test_images_have_addresses(call, event, table):
    put(table, "b1", image="images/b1.jpg")
    [product] = call(event.api(query={"category": "books"})).json["products"]
    assert "/images/b1.jpg?" in product["image"]
    assert "X-Amz-Expires=3600" in product["image"]


def test_pages(call, event, table):
    for number in range(25):
        put(table, f"b{number}")
    first = call(event.api(query={"category": "books"})).json
    assert len(first["products"]) == 20
    second = call(event.api(query={"category": "books", "next": first["next"]})).json
    assert len({one["sku"] for one in first["products"] + second["products"]}) == 25
    assert "next" not in second
    assert call(event.api(query={"category": "toys", "next": first["next"]})).status == 400


def test_a_page_that_is_none(call, event):
    assert call(event.api(query={"category": "books", "next": "abc"})).status == 400


def test_a_category_is_needed(event):
    event.api(refused=True)
