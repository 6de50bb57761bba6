SECRETS = {"django": "key", "database": "password"}


def run(app):
    import os
    if os.path.exists("/tmp/shopfront-local.sqlite"):
        os.remove("/tmp/shopfront-local.sqlite")
    assert "site.0001_initial" in app.invoke("site", {"manage": "migrate"})
    made = app.request("POST", "/products/", {"name": "Tea", "price": "3.50"})
    assert made.status == 201, made.text
    assert app.request("GET", "/products/").json == {"products": [{"id": 1, "name": "Tea", "price": "3.50"}]}
    assert app.request("GET", "/products/1/").json["name"] == "Tea"
    assert app.request("GET", "/products/9/").status == 404
    app.invoke("warm", {})
