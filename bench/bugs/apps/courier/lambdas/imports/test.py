import json

TEXT = "id,email,city,grams\nb1,bo@example.com,Ulm,500\nb2,bo@example.com,Bonn,heavy\nb3,bo@example.com,Köln,700\n"


def test_a_file_is_imported(call, event, table, bucket):
    assert call(event.bucket("imports/acme/may day.csv", TEXT)) == {"rows": 3, "bad": [3]}
    assert [(row["id"], row["customer"], row["city"]) for row in table.rows()] == [("b1", "acme", "Ulm"), ("b3", "acme", "Köln")]
    assert json.loads(bucket.text("imported/acme/may day.csv.json")) == {"rows": 3, "bad": [3]}
