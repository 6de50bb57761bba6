def run(app):
    def call(route, connection, **more):
        return app.invoke("socket", {"requestContext": {"routeKey": route, "connectionId": connection, "stage": "live",
                                                        "domainName": "abc.execute-api.eu-west-1.amazonaws.com"}, **more})
    assert call("$connect", "c1", queryStringParameters={"room": "red"}) == {"statusCode": 200}
    assert call("$connect", "c2") == {"statusCode": 200}
    assert {item["room"] for item in app.table("rooms-connections").scan()["Items"]} == {"red", "lobby"}
    assert call("$disconnect", "c1") == {"statusCode": 200}
    assert len(app.table("rooms-connections").scan()["Items"]) == 1
