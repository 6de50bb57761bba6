def run(app):
    assert app.request("POST", "/sign", {}).status == 400
    signed = app.request("POST", "/sign", {"filename": "a.txt"}).json
    assert app.post_form(signed["upload"]["url"], signed["upload"]["fields"], b"hello").status == 204
    assert app.fetch("GET", signed["download"]).text == "hello"
    assert app.post_form(signed["upload"]["url"], signed["upload"]["fields"], b"x" * 2000).status == 400
