def test_a_month_has_a_total(call, event, table, bucket):
    bucket.put("exports/2026-04.csv", "number,employee,title,submitted,total\na,ann,Taxi,x,5.25\nb,ann,Bus,x,2\n")
    call(event.topic({"month": "2026-04", "key": "exports/2026-04.csv", "count": 2}, attributes={"kind": "export"}))
    assert table.rows() == [{"pk": "month#2026-04", "sk": "total", "total": 7.25, "count": 2}]
