def run(app):
    reader, admin = app.sign_in("ann@example.com"), app.sign_in("root@example.com", group="admin")
    assert app.request("GET", "/users").status == 401
    assert app.request("PUT", "/users/7", {"name": "Bob"}, {"Authorization": reader}).status == 403
    assert app.request("PUT", "/users/7", {"name": "Bob"}, {"Authorization": admin}).status == 200
    assert [user["name"] for user in app.request("GET", "/users", headers={"Authorization": reader}).json] == ["Bob"]
