def run(app):
    app.put("imports", "inbox/films may.csv", b"year,title,length,subject\n1999,A,90,Drama\n2001,B,,\n")
    app.wait(lambda: len(app.table("imports").scan()["Items"]) == 2)
    item = app.table("imports").get_item(Key={"year": 2001, "title": "B"})["Item"]
    assert item["meta"] == {"length": 0, "subject": None}
    app.wait(lambda: app.get("imports", "inbox/films may.csv") is None)
