def run(app):
    bodies = [app.request("POST", "/payments", {"user_id": "ann", "product_id": "p1"},
                          {"Idempotency-Key": key}).json for key in ("k1", "k1", "k2")]
    assert bodies[0] == bodies[1] != bodies[2]
    assert len(app.table("payments").scan()["Items"]) == 2
