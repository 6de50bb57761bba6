import json

HEAD = "test,value,low,high,taken\n"


def test_values_are_rows(call, event, table, bucket):
    arrived = event.bucket("labs/rex/blood.csv", HEAD + "glucose,5.1,3.9,6.1,2026-05-04\nurea,6,3,10,2026-05-04\n")
    assert call(arrived) == {"values": 2}
    assert table.row("pet#rex", "lab#blood#glucose") == {
        "pk": "pet#rex", "sk": "lab#blood#glucose", "taken": "2026-05-04", "value": 5.1, "low": 3.9, "high": 6.1}
    assert json.loads(bucket.text("reports/rex/blood.json"))["values"] == 2


def test_a_value_out_of_range_is_an_alert(call, event, published):
    call(event.bucket("labs/rex/blood.csv", HEAD + "glucose,9.4,3.9,6.1,2026-05-04\n"))
    assert published["alerts"] == [{"pet": "rex", "panel": "blood", "test": "glucose", "value": "9.4",
                                    "taken": "2026-05-04"}]


def test_lines_that_are_no_numbers_are_reported(call, event, bucket):
    assert call(event.bucket("labs/rex/blood.csv", HEAD + "glucose,high,3.9,6.1,2026-05-04\n")) == {"values": 0}
    assert len(json.loads(bucket.text("reports/rex/blood.json"))["refused"]) == 1


def test_reports_are_not_heard(event):
    event.bucket("reports/rex/blood.json", "{}", refused=True)
