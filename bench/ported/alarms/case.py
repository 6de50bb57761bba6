import json

SECRETS = {"webhook": "http://127.0.0.1:4811/services/T/B"}


def run(app):
    alarm = {"AlarmName": "cpu", "OldStateValue": "OK", "NewStateValue": "ALARM", "NewStateReason": "too hot"}
    with app.peer("ok") as received:
        app.publish("notify", json.dumps(alarm))
        app.wait(lambda: received)
    assert received[0][2]["text"] == "cpu: OK -> ALARM"
