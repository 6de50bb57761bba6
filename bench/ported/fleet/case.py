SECRETS = {"tokens": "key"}


def run(app):
    app.invoke("telemetry", {"thing": "t1", "received": 1, "battery": 0.5})
    assert app.table("fleet-devices").get_item(Key={"thing": "t1"})["Item"]["state"] == "online"
    app.wait(lambda: app.keys("fleet-archive"))
    token = {"Authorization": app.sign_in("ann@example.com", group="operators")}
    with app.peer({}) as received:
        answer = app.request("POST", "/devices/t1/commands", {"command": "reboot"}, token)
    assert answer.status == 202, answer.text
    assert [path for _method, path, _body in received] == ["/topics/devices%2Ft1%2Fcommands?qos=1", "/things/t1/shadow"], received
    assert app.invoke("connect", {"token": "x", "protocolData": {"mqtt": {"username": "t1"}}})["isAuthenticated"] is False
    watched = app.invoke("watchdog", {"time": "2036-01-01T00:00:00Z", "resources": ["arn:aws:events:eu-west-1:1:rule/r"]})
    assert watched["silent"] == 1
