import base64
import json


def run(app):
    data = [base64.b64encode(json.dumps(row).encode()).decode()
            for row in ({"id": 1, "name": "stout", "abv": 5}, {"id": 2, "name": "x"})]
    result = app.invoke("clean", {"records": [{"recordId": str(n), "data": text} for n, text in enumerate(data)]})
    assert [record["result"] for record in result["records"]] == ["Ok", "Dropped"]
    assert base64.b64decode(result["records"][0]["data"]) == b"1,stout,5\n"
