PATH = {"flat": "alfama"}


def fill(table):
    table.put(pk="flat#alfama", sk="flat", name="Alfama", city="lisbon", owner="o1", sleeps=4, tax=2)
    table.put(pk="flat#alfama", sk="season#2090-01-01", price=80.5)
    table.put(pk="flat#alfama", sk="season#2090-02-15", price=120)
    for day in range(2, 28):
        table.put(pk="flat#alfama", sk=f"night#2090-02-{day:02}", booking="b")
    table.put(pk="flat#alfama", sk="night#2090-03-01", booking="b")


def test_free_nights_have_prices(call, event, table):
    fill(table)
    response = call(event.api(PATH, query={"month": "2090-02"}))
    assert response.json == {"flat": "alfama", "free": {"2090-02-01": "80.5", "2090-02-28": "120"}}


def test_a_month_before_the_first_season_is_not_on_sale(call, event, table):
    fill(table)
    assert call(event.api(PATH, query={"month": "2089-02"})).json["free"] == {}
    assert call(event.api(PATH, query={"month": "2020-02"})).json["free"] == {}


def test_what_is_refused(call, event, table):
    assert call(event.api(PATH, query={"month": "2090-02"})).status == 404
    assert call(event.api(PATH, query={"month": "2090-13"})).status == 400
