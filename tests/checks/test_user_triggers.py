"""Triggers of the user pool as people write them: right ones, and those whose answer Cognito cannot use."""

from tests.fixtures.checks import finds

V2 = "{trigger: pre-token-generation, version: 2}"

test_a_trigger_returns_its_event = finds((f"infra:\n  users: {word}\n---\n{code}", ids) for word, code, ids in [
    ("pre-sign-up", "return event", []),
    ("pre-sign-up", "event['response']['autoConfirmUser'] = True\nreturn event", []),
    ("pre-sign-up", "event['response'].update(autoConfirmUser=True, autoVerifyEmail=True)\nreturn event", []),
    ("pre-sign-up", "return {**event, 'response': {'autoConfirmUser': True}}", []),
    ("pre-sign-up", "if event['request']['userAttributes']['email'] == 'a':\n    raise Exception('no')\nreturn event", []),
    ("pre-sign-up", "raise Exception('nobody')", []),
    ("post-confirmation", "print(event['userName'], event['userPoolId'], event['callerContext']['clientId'])\n"
        "return event", []),
    ("pre-token-generation", "groups = event['request']['groupConfiguration']['groupsToOverride']\n"
     "event['response']['claimsOverrideDetails'] = {'claimsToAddOrOverride': {'n': str(len(groups))}}\nreturn event", []),
    (V2, "event['response']['claimsAndScopeOverrideDetails']['accessTokenGeneration'] = {}\nreturn event", ["P402"]),
    (V2, "event['response']['claimsAndScopeOverrideDetails'].update(idTokenGeneration={})\nreturn event", ["P402"]),
    (V2, "event['response']['claimsAndScopeOverrideDetails'] = {}\n"
         "event['response']['claimsAndScopeOverrideDetails']['accessTokenGeneration'] = {}\nreturn event", []),
    (V2, "details = event['response'].get('claimsAndScopeOverrideDetails') or {}\ndetails['idTokenGeneration'] = {}\n"
         "event['response']['claimsAndScopeOverrideDetails'] = details\nreturn event", []),
    ("pre-token-generation", "event['response']['claimsOverrideDetails']['claimsToSuppress'] = []\nreturn event", ["P402"]),
    ("create-auth-challenge", "event['response']['publicChallengeParameters']['a'] = 'b'\nreturn event", ["P402"]),
    ("custom-message", "event['response']['smsMessage'] = event['response']['emailMessage'] = 'x'\nreturn event", []),
    (V2, "event['response']['claimsAndScopeOverrideDetails'] = {'claimsToAddOrOverride': {'n': 1}}\nreturn event", ["P516"]),
    (V2, "event['response'] = {'claimsAndScopeOverrideDetails': {'accesTokenGeneration': {}}}\nreturn event", ["P516"]),
    (V2, "return {**event, 'response': {'claimsAndScopeOverrideDetails': {'idTokenGeneration': {'scopesToAdd': []}}}}",
     ["P516"]),
    ("pre-token-generation", "event['response']['claimsOverrideDetails'] = {'groupOverrideDetails': {'groups': []}}\n"
                             "return event", ["P516"]),
    ("user-migration", "print(event['request']['password'])\nreturn event", []),
    ("custom-message", "code = event['request']['codeParameter']\nevent['response']['emailMessage'] = f'Code: {code}'\n"
                       "return event", []),
    ("pre-sign-up", "event['response']['autoConfirm'] = True\nreturn event", ["P516"]),
    ("pre-token-generation", "event['response']['claimsAndScopeOverrideDetails'] = {}\nreturn event", ["P516"]),
    ("pre-token-generation", "event['response'] = {'claimsAndScopeOverrideDetails': {}}\nreturn event", ["P516"]),
    ("pre-token-generation", "return {**event, 'response': {'claimsAndScopeOverrideDetails': {}}}", ["P516"]),
    ("pre-token-generation", "print(event['request']['scopes'])\nreturn event", ["P401"]),
    ("pre-sign-up", "event['response'] = {'autoConfirmUser': True}\nreturn event", []),
    ("pre-sign-up", "event['response'] = {'autoConfirm': True}\nreturn event", ["P516"]),
    (V2, "event['response']['claimsOverrideDetails'] = {}\nreturn event", ["P516"]),
    (V2, "event['response'] = {'claimsAndScopeOverrideDetails': {'accessTokenGeneration': {'scopesToAdd': ["
         "event['request']['scopes'][0] + '/more']}}}\nreturn event", []),
    (V2, "event['response']['claimsAndScopeOverrideDetails'] = {'idTokenGeneration': {'claimsToAddOrOverride': {"
         "'n': 1}}}\nreturn event", []),
    ("post-confirmation", "event['response']['done'] = True\nreturn event", ["P516"]),
    ("define-auth-challenge", "event['response']['issueTokens'] = True\nreturn event", []),
    ("pre-sign-up", "print(event['userName'])", ["P507"]),
    ("pre-sign-up", "return None", ["P507"]), ("pre-sign-up", "return True", ["P507"]),
    ("pre-sign-up", "return", ["P507"]), ("pre-sign-up", "return {'autoConfirmUser': True}", ["P507"]),
    ("pre-sign-up", "return event['response']", ["P507"]), ("pre-sign-up", "return json.dumps(event)", ["P507"]),
    ("pre-sign-up", "if event['userName']:\n    return event", ["P507"]),
    ("pre-sign-up", "print(event['request']['password'])\nreturn event", ["P401"]),
    ("pre-sign-up", "print(event['username'])\nreturn event", ["P401"]),
    ("pre-sign-up", "print(event['request']['validationData']['a'])\nreturn event", ["P402"]),
])

test_cognito_waits_five_seconds = finds((f"infra:\n  users: pre-sign-up\n  timeout: {timeout}\n---\nreturn event", ids) for timeout, ids in [("default", []), ("3", []), ("6", ["P601"]), ("medium", ["P601"])])

ATTRIBUTES = "infra:\n  users: %s\n---\nattributes = event['request']['userAttributes']\n%s\nreturn event"

test_whoever_signs_up_sends_any_attributes = finds([
    ("{sign_up: true}", "print(attributes['name'])", ["P424"]),
    ("{sign_up: true}", "print(attributes['custom:plan'])", ["P424"]),
    ("{sign_up: true}", "print(attributes.get('name', ''))", []), ("{sign_up: true}", "print(attributes['email'])", []),
    ("{sign_up: true}", "if 'name' in attributes:\n    print(attributes['name'])", []),
    ("{sign_up: true}", "try:\n    print(attributes['name'])\nexcept KeyError:\n    pass", []),
    ("{sign_up: false}", "print(attributes['name'])", []),
], app=lambda users, code: (ATTRIBUTES % ("pre-sign-up", code), {"users": users}))

GROUP = "infra:\n  users: post-confirmation\n  permissions:\n  - {action: ['cognito-idp:AdminAddUserToGroup', " \
    "'cognito-idp:CreateGroup'], resource: '${UserPool.Arn}'}\n---\ncognito = boto3.client('cognito-idp')\n%s" \
    "cognito.admin_add_user_to_group(UserPoolId=event['userPoolId'], Username=event['userName'], GroupName=%s)\n" \
    "return event"

test_a_group_is_one_of_the_pool = finds([
    ("", "'driver'", ["P425"]), ("", "'admins'", ["P425"]), ("", "'drivers'", []),
    ("", "event['request']['userAttributes'].get('team')", []),
    ("cognito.create_group(UserPoolId=event['userPoolId'], GroupName='admins')\n", "'admins'", []),
], app=lambda before, group: GROUP % (before, group), users="{groups: [drivers]}")

USERS = "infra:\n  users: post-confirmation\n---\nif event['triggerSource'] == '%s':\n    print(1)\nreturn event"

test_a_trigger_source_is_one_that_cognito_sends = finds([
    (USERS % "PostConfirmation_SignUp", ["P420"]), (USERS % "PostConfirmation_ConfirmSignUp", []), (USERS % "ConfirmSignUp", []),
    (USERS % "PreSignUp_Admin", ["P420"]), (USERS % "TokenGeneration_ClientCredentials", []), (USERS % "CustomEmailSender_SignUp", []),
    ("return event['triggerSource'] == 'PostConfirmation_SignUp'", []),
])

ME = "infra:\n  endpoint: {method: GET, path: /me, api: private}\n---\n" \
    "return {'statusCode': 200, 'body': event['requestContext']['authorizer']['claims']['tenant']}"

test_a_trigger_adds_claims = finds([
    ({"a": ME, "b": "infra:\n  users: pre-token-generation\n---\n"
      "event['response']['claimsOverrideDetails'] = {'claimsToAddOrOverride': {'tenant': 'red'}}\nreturn event"}, []),
    ({"a": ME, "b": "infra:\n  users: pre-sign-up\n---\nreturn event"}, ["P410"]),
])
