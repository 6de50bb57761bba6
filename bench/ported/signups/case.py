def run(app):
    token = app.sign_up("ann@example.com")
    assert app.request("GET", "/me", headers={"Authorization": token}).text == "ann@example.com"
    try:
        app.sign_up("bob@elsewhere.org")
    except app.client("cognito-idp").exceptions.UserLambdaValidationException:
        return
    raise AssertionError("bob may not sign up")
