"""Adds the person's tenant to the tokens.

infra:
  users: {trigger: pre-token-generation, version: 2}
"""


def handler(event, context):
    domain = event["request"]["userAttributes"]["email"].partition("@")[2]
    event["response"]["claimsAndScopeOverrideDetails"] = {
        "idTokenGeneration": {"claimsToAddOrOverride": {"tenant": domain}},
        "accessTokenGeneration": {"claimsToAddOrOverride": {"tenant": domain}, "scopesToAdd": ["orders/read"]}}
    return event
