def test_a_certificate(call, event, bucket):
    key = call(event.app({"student": "ann", "course": "maths", "day": "2026-05-01", "points": 71}))
    assert "ann passed on 2026-05-01 with 71 points" in bucket.text(key)
