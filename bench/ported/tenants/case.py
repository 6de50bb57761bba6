def run(app):
    tokens = {}
    for tenant in ("ann", "bob"):
        answer = app.request("POST", "/tenants", {"name": tenant})
        assert answer.status == 201
        tokens[tenant] = {"Authorization": f"Bearer {answer.json['token']}"}
    assert app.request("POST", "/products", {"id": "1", "name": "Tea"}, tokens["ann"]).status == 201
    assert app.request("GET", "/products/1", headers=tokens["ann"]).json["name"] == "Tea"
    assert app.request("GET", "/products/1", headers=tokens["bob"]).status == 404
    assert app.request("GET", "/products/1?shard=ann-1", headers=tokens["bob"]).status == 502  # AccessDenied
    assert app.request("GET", "/products/1", headers={"Authorization": "Bearer x"}).status == 401
    assert app.request("GET", "/products/1").status == 401
    rows = app.table("tenants-settings").scan()["Items"]
    assert rows == [{"pk": "settings", "sk": "tier", "value": "standard"}]  # by the custom resource
