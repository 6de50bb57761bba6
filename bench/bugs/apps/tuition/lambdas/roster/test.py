from decimal import Decimal

BOOKING = {"pk": "lesson#m1", "sk": "student#ann", "student": "ann", "email": "ann@example.com",
           "booked": "2026-05-01T08:00:00+00:00", "price": Decimal("24.50")}


def test_a_booking_counts(call, event, tables):
    tables["tuition"].put(pk="lesson#m1", sk="lesson", id="m1", course="maths", teacher="tom", seats=2, taken=1,
                          starts="2099-05-01T14:00:00+00:00")
    assert call(event.stream(new=BOOKING)) == {"batchItemFailures": []}
    [row] = tables["tuition-stats"].rows()
    assert (row["course"], row["bookings"], float(row["revenue"])) == ("maths", 1, 24.5)
