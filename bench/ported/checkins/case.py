import json


def received(app, id_, text):
    app.put("checkins-mail", f"mail/{id_}", text)
    return app.invoke("receive", {"Records": [{"ses": {"mail": {"messageId": id_, "source": "ann@example.com"}}}]})


def status(app, arn):
    return app.client("stepfunctions").describe_execution(executionArn=arn)["status"]


def run(app):
    assert received(app, "m1", "hello") is None
    with app.peer({"flights": [{"opens": "2026-01-01T00:00:00Z"}, {"opens": "2026-01-01T00:00:01Z"}], "boarding": "A1"}):
        arn = received(app, "m2", "Reservation ABC123 for Ann Smith")
        app.wait(lambda: status(app, arn) != "RUNNING")
    states = app.client("stepfunctions")
    assert json.loads(states.describe_execution(executionArn=arn)["output"]) == [
        {"flights": [{"opens": "2026-01-01T00:00:00Z"}, {"opens": "2026-01-01T00:00:01Z"}], "boarding": "A1"}] * 2
    assert app.table("checkins").get_item(Key={"pk": "ABC123", "sk": "done"})["Item"]["boarding"] == "A1"
    arn = received(app, "m3", "Reservation XXXXXX for Ann Smith")  # nobody listens
    app.wait(lambda: status(app, arn) != "RUNNING")
    assert status(app, arn) == "FAILED"
