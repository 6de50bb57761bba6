def run(app):
    answer = app.request("POST", "/builds", {"branch": "main"})
    assert answer.status == 202, answer.text
    assert app.client("codebuild").batch_get_builds(ids=[answer.json["build"]])["builds"]
    build = app.wait(lambda: app.table("deploys").scan()["Items"])[0]
    assert (build["sk"].rpartition("/")[2], build["status"]) == (answer.json["build"], "SUCCEEDED")
