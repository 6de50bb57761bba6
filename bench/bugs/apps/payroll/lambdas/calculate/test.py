def test_a_slip(call, event, tables):
    tables["payroll"].put(pk="employee#7", sk="employee", name="Ann Berg", email="ann@mill.example", team="saw", rate=20)
    for day in ("2026-05-04", "2026-05-05", "2026-06-01"):
        tables["payroll"].put(pk="employee#7", sk=f"day#{day}", hours=75)
    assert call(event.queue([{"employee": "7", "month": "2026-05"}])) == {"batchItemFailures": []}
    [slip] = tables["payroll-slips"].rows()
    assert (slip["hours"], slip["gross"], slip["tax"], slip["net"]) == (150, 3000, 430, 2570)


def test_nobody(call, event):
    assert len(call(event.queue([{"employee": "9", "month": "2026-05"}]))["batchItemFailures"]) == 1
