def run(app):
    with app.peer("fine"):
        assert list(app.invoke("check", {}).values()) == [True, False]
    assert list(app.invoke("check", {}).values()) == [False, False]
    key = {"pk": "ALERT", "sk": "http://127.0.0.1:4811/shop"}
    assert app.wait(lambda: app.table("uptime").get_item(Key=key).get("Item"))["up"] is False
