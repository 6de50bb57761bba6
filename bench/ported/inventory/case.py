def run(app):
    answer = {"transactionId": "t1", "columnMetadata": [{"name": "id"}, {"name": "region"}],
              "records": [[{"stringValue": "i-1"}, {"stringValue": "eu-west-1"}]]}
    with app.peer(answer) as received:
        got = app.request("GET", "/machines/i-1")
        assert (got.status, got.json["region"]) == (200, "eu-west-1"), got.text
        assert received[0][2]["parameters"] == [{"name": "id", "value": {"stringValue": "i-1"}}]
