def run(app):
    cognito = app.client("cognito-idp")
    pool, client = app.pool()
    app.sign_up("ann@example.com")
    app.wait(lambda: app.table("passwordless").scan()["Items"])
    answer = cognito.initiate_auth(ClientId=client, AuthFlow="CUSTOM_AUTH", AuthParameters={"USERNAME": "ann@example.com"})
    assert answer["ChallengeName"] == "CUSTOM_CHALLENGE"
    answer = cognito.respond_to_auth_challenge(ClientId=client, ChallengeName="CUSTOM_CHALLENGE", Session=answer["Session"],
                                               ChallengeResponses={"USERNAME": "ann@example.com", "ANSWER": "x"})
    assert answer["ChallengeParameters"]["email"] == "ann@example.com"
    assert app.request("GET", "/whoami", headers={"Authorization": app.token("ann@example.com")}).json == {
        "tenant": "example.com", "groups": "beta"}
