"""Sign-in through Cognito's own pages, Google and other providers (kit/sign_in_settings.py); on AWS only.

docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-identity-federation.html
"""
from collections.abc import Iterator
from typing import Any

from aws import cfn
from aws.app import AppModel
from kit import names
from kit.problems import Problem
from kit.settings import FILE
from kit.sign_in_settings import GOOGLE, SCOPES

DOMAIN_ID = "UserPoolDomain"
# The attributes of a user of the pool, from the claims of a provider's token.
ATTRIBUTES = {"email": "email", "family_name": "family_name", "given_name": "given_name", "name": "name"}
DECIDES = "pre-sign-up"


def of(app: AppModel) -> dict[str, Any]:
    """`sign_in` of the settings, {} without it."""
    return app["settings"].get("users", {}).get("sign_in", {})


def provider_id(name: str) -> str:
    """"GoogleUserPoolProvider", the logical id of a provider."""
    return names.logical_id(name, "user-pool-provider")


def resources(app: AppModel, pool: dict, on_aws: str) -> dict[str, dict]:
    """{"UserPoolDomain": ..., "GoogleUserPoolProvider": ...}. pool: the Ref of the user pool; on_aws: the condition

    Prefixes of Cognito's domain are unique among all accounts, so it has the number of the account.
    """
    if not of(app):
        return {}
    return {DOMAIN_ID: cfn.resource("AWS::Cognito::UserPoolDomain", {
                "Domain": cfn.sub("${AWS::StackName}-${AWS::AccountId}"), "UserPoolId": pool}, Condition=on_aws),
            **{provider_id(name): cfn.resource("AWS::Cognito::UserPoolIdentityProvider", {
                **provider(name, settings), "AttributeMapping": ATTRIBUTES, "UserPoolId": pool}, Condition=on_aws)
               for name, settings in sorted(of(app).get("providers", {}).items())}}


def provider(name: str, settings: dict[str, str]) -> dict[str, Any]:
    """ProviderName, ProviderType and ProviderDetails. CloudFormation reads the secret, no template has its value."""
    details = {"client_id": settings["client"], "authorize_scopes": " ".join(SCOPES),
               "client_secret": f"{{{{resolve:secretsmanager:{settings['secret']}:SecretString}}}}"}
    if name == GOOGLE:
        return {"ProviderName": "Google", "ProviderType": "Google", "ProviderDetails": details}
    return {"ProviderName": name, "ProviderType": "OIDC", "ProviderDetails": {
        **details, "attributes_request_method": "GET", "oidc_issuer": settings["issuer"]}}


def client(app: AppModel, on_aws: str) -> dict[str, Any]:
    """The further properties of the pool's client: pages get a code, and exchange it for tokens (PKCE)."""
    if not of(app):
        return {}
    providers = [cfn.ref(provider_id(name)) for name in sorted(of(app).get("providers", {}))]

    def if_on_aws(value, otherwise):
        return {"Fn::If": [on_aws, value, otherwise]}
    return {"AllowedOAuthFlows": ["code"], "AllowedOAuthFlowsUserPoolClient": True, "AllowedOAuthScopes": SCOPES,
            "CallbackURLs": of(app)["callbacks"],
            **({"LogoutURLs": of(app)["logouts"]} if "logouts" in of(app) else {}),
            "SupportedIdentityProviders": if_on_aws(["COGNITO", *providers], ["COGNITO"]) if providers else ["COGNITO"]}


def outputs(app: AppModel, on_aws: str) -> dict[str, dict]:
    """{"UserPoolSignInUrl": the address of the pages}"""
    return {"UserPoolSignInUrl": {"Condition": on_aws, "Value": cfn.sub(
        f"https://${{{DOMAIN_ID}}}.auth.${{AWS::Region}}.amazoncognito.com")}} if of(app) else {}


def problems(users: dict[str, Any], lambdas: dict[str, Any]) -> Iterator[Problem]:
    """A Problem if everybody with an account of Google would become a user, and app.yaml does not permit it.

    A first sign-in through a provider makes a user, also where only an administrator may add users.
    users: of app.yaml; lambdas: those whose block is valid
    """
    decides = any(fn["infra"].get("users") == DECIDES for fn in lambdas.values())
    if GOOGLE in users.get("sign_in", {}).get("providers", {}) and not users.get("sign_up") and not decides:
        yield Problem(FILE, 0, "users.sign_in: everybody with an account of Google becomes a user of the app",
                      f"users: {{sign_up: true}} if that is meant, or a lambda with `users: {DECIDES}` that decides")
