def run(app):
    car = {"plate": "AB1", "model": "van"}
    answer = app.request("POST", "/vehicles", car)
    assert (answer.status, answer.json) == (201, car), answer.text
    assert app.request("GET", "/vehicles").json == [car]
    assert app.request("DELETE", "/vehicles/AB1").status == 204
    assert app.request("DELETE", "/vehicles/AB1").status == 404
