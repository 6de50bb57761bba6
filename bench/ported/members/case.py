def run(app):
    token = app.sign_up("ann@example.com")
    profile = app.request("GET", "/profile", headers={"Authorization": token}).json
    assert (profile["email"], profile["plan"]) == ("ann@example.com", "free")
