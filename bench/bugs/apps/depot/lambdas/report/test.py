def test_a_report_is_lines_of_json(call, event, bucket):
    bucket.put("reports/2026-05-01.jsonl", '{"sku": "tea"}')
    answer = call(event.api({"day": "2026-05-01"}, claims={"sub": "ann"}))
    assert (answer.status, answer.text) == (200, '{"sku": "tea"}')


def test_a_day_without_a_report_is_not_found(call, event):
    assert call(event.api({"day": "2026-05-02"}, claims={"sub": "ann"})).status == 404
