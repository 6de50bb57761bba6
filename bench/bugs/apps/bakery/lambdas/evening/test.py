CY = {"sub": "cy", "email": "cy@bakery.example", "cognito:groups": "shop"}


def test_leftovers(call, event, published, index):
    response = call(event.api(path={"shop": "river"}, claims=CY, body={"left": {"rye": 3, "bun": 1}}))
    assert (response.status, response.json["offers"]) == (202, 1)
    assert published["leftovers"] == [{"day": index.store.today().isoformat(),
                                       "offers": [{"product": "rye", "pieces": 3, "until": "20:00"}]}]


def test_nothing_is_left(call, event, published):
    assert call(event.api(path={"shop": "river"}, claims=CY, body={"left": {"bun": 1}})).status == 204
    assert published == {}
