import json
from decimal import Decimal


def test_the_income_of_a_month(call, event, tables, bucket, index):
    month = index.last_month()
    for course, day, revenue in [("maths", "01", "24.50"), ("maths", "02", "49.00"), ("piano", "02", "31.00")]:
        tables["tuition-stats"].put(course=course, day=f"{month}-{day}", bookings=1, revenue=Decimal(revenue))
    tables["tuition-stats"].put(course="piano", day="2020-01-01", bookings=1, revenue=Decimal("31"))
    report = call(event.schedule())
    assert report["courses"] == {"maths": "73.50", "piano": "31.00"} or report["courses"] == {"maths": "73.5", "piano": "31"}
    assert json.loads(bucket.text(f"reports/{month}.json"))["month"] == month
