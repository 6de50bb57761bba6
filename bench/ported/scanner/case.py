def run(app):
    app.invoke("update", {})
    app.put("scanner", "a b.txt", b"a virus")
    app.put("scanner", "c.txt", b"fine")

    def tag(key):
        tags = app.client("s3").get_object_tagging(Bucket=app.bucket("scanner"), Key=key)["TagSet"]
        return next((tag["Value"] for tag in tags if tag["Key"] == "av-status"), None)
    assert app.wait(lambda: tag("a b.txt")) == "INFECTED"
    assert app.wait(lambda: tag("c.txt")) == "CLEAN"
