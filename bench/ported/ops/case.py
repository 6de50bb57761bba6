import json
import time


def run(app):
    logs = app.client("logs")
    group = app.outputs["AppLogName"]
    logs.create_log_stream(logGroupName=group, logStreamName="a")
    logs.put_log_events(logGroupName=group, logStreamName="a", logEvents=[
        {"timestamp": int(time.time() * 1000), "message": json.dumps({"level": "ERROR", "text": "x"})},
        {"timestamp": int(time.time() * 1000) + 1, "message": json.dumps({"level": "INFO", "text": "y"})}])
    rows = app.wait(lambda: app.table("ops").scan()["Items"])
    assert [json.loads(row["message"])["text"] for row in rows] == ["x"]
    secrets = app.client("secretsmanager")
    arn = app.outputs["LoginArn"]
    before = json.loads(secrets.get_secret_value(SecretId=arn)["SecretString"])
    token = "0123456789abcdef0123456789abcdef"
    for step in ("createSecret", "setSecret", "testSecret", "finishSecret"):
        app.invoke("rotate", {"SecretId": arn, "ClientRequestToken": token, "Step": step})
    after = json.loads(secrets.get_secret_value(SecretId=arn)["SecretString"])
    assert before["username"] == after["username"] and before["password"] != after["password"]
