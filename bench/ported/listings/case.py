import json


def emit(app, source, kind, detail):
    app.client("events").put_events(Entries=[{
        "Source": source, "DetailType": kind, "Detail": json.dumps(detail), "EventBusName": f"{app.name}-local"}])


def executions(app, status):
    machine = next(machine["stateMachineArn"] for machine in app.client("stepfunctions").list_state_machines()["stateMachines"]
                   if "listings-local" in machine["name"])
    return app.client("stepfunctions").list_executions(stateMachineArn=machine, statusFilter=status)["executions"]


def run(app):
    emit(app, "shop.deeds", "DeedStatusChanged", {"house": "h1", "deed": "d1", "status": "DRAFT"})
    app.wait(lambda: app.table("listings").scan()["Items"])
    emit(app, "shop.pages", "ListingRequested", {"house": "h1", "description": "fine"})
    emit(app, "shop.pages", "ListingRequested", {"house": "h2"})
    app.wait(lambda: executions(app, "FAILED"))
    app.wait(lambda: "task_token" in app.table("listings").get_item(Key={"house": "h1"})["Item"])
    assert not executions(app, "SUCCEEDED")
    emit(app, "shop.deeds", "DeedStatusChanged", {"house": "h1", "deed": "d1", "status": "APPROVED"})
    execution = app.wait(lambda: executions(app, "SUCCEEDED"))[0]
    states = app.client("stepfunctions")
    entered = [event["stateEnteredEventDetails"]["name"] for event in states.get_execution_history(
        executionArn=execution["executionArn"])["events"] if "stateEnteredEventDetails" in event]
    assert entered == ["Known", "IsKnown", "Moderate", "Wait", "Publish"], entered
    started = json.loads(json.dumps(app.invoke("begin", {"body": '{"house": "h2"}'})))
    assert started["statusCode"] == 202
