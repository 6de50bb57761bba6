def run(app):
    answer = app.request("POST", "/approvals", {"amount": 5})
    assert answer.status == 202
    assert app.client("stepfunctions").describe_execution(executionArn=answer.json["execution"])["name"]
