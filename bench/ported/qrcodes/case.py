def run(app):
    answer = app.request("GET", "/qr?text=hello", headers={"Accept": "image/png"})
    assert answer.status == 200 and answer.bytes.startswith(b"\x89PNG"), answer.bytes[:80]
    width, height = app.request("POST", "/size", answer.bytes, {"Content-Type": "image/png"}).json
    assert width == height > 100
