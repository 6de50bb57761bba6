def run(app):
    for state in ("running", "stopped"):
        app.invoke("watch", {"detail": {"state": state, "instance-id": "i-1"}})
    app.wait(lambda: app.table("instances").scan()["Items"])
    assert [item["sk"] for item in app.table("instances").scan()["Items"]] == ["i-1 is stopped"]
