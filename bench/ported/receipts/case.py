import json
from decimal import Decimal


def run(app):
    answer = {"JobId": "j1", "JobStatus": "SUCCEEDED", "ExpenseDocuments": [{"SummaryFields": [
        {"Type": {"Text": "TOTAL"}, "ValueDetection": {"Text": "$12.50"}},
        {"Type": {"Text": "VENDOR_NAME"}, "ValueDetection": {"Text": "Cafe"}}]}]}
    with app.peer(answer) as received:
        app.put("receipts", "in/may 1.pdf", b"%PDF")
        app.put("receipts", "in/skip.txt", b"")
        app.wait(lambda: received)
        assert received[0][2]["DocumentLocation"]["S3Object"]["Name"] == "in/may 1.pdf"
        assert received[0][2]["NotificationChannel"]["RoleArn"].startswith("arn:aws:iam::")
        app.publish("collect", json.dumps({"JobId": "j1", "Status": "SUCCEEDED", "API": "StartExpenseAnalysis",
                                           "DocumentLocation": {"S3ObjectName": "in/may 1.pdf", "S3Bucket": "x"}}))
        item = app.wait(lambda: app.table("receipts").scan()["Items"])[0]
    assert item["total"] == Decimal("12.50") and item["vendor"] == "Cafe"
