def test_the_front_page_lists_the_stations_that_have_a_page(call, event, table, website, invoked):
    invoked.answers("chart", {"svg": "<svg/>"})
    for name in ("bergen", "rome"):
        website.put(f"stations/{name}.html")
    for station, day, mean in [("oslo", "2026-05-01", 9), ("oslo", "2026-05-02", 10), ("bergen", "2026-05-02", -3)]:
        table.put(pk=station, sk=f"day#{day}", day=day, lowest=mean, mean=mean, highest=mean)
    extreme = {"station": "oslo", "celsius": 9}
    table.put(pk="#closed", sk="2026-05-01", warmest=extreme, coldest=extreme)
    call(event.website("stations/oslo.html", body="<html>"))
    assert invoked == {"chart": [{"bars": [["bergen", -3], ["oslo", 10]]}]}
    page = website.text("index.html")
    assert '<tr><td><a href="stations/oslo.html">oslo</a></td><td>2026-05-02</td><td>10.0°</td>' in page
    assert "rome" not in page


def test_it_receives_closed_days_and_not_the_page_that_it_writes(call, event, invoked):
    invoked.answers("chart", {"svg": "<svg/>"})
    call(event.app({"day": "2026-05-01"}))
    event.website("index.html", refused=True)
