"""Sign-in through Cognito's own pages, Google and other providers (kit/sign_in_settings.py); on AWS only.

docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-identity-federation.html
"""
import re
from collections.abc import Iterator
from typing import Any

from aws import cfn
from kit import names, user_settings
from kit.problems import Problem
from kit.settings import FILE
from kit.sign_in_settings import GOOGLE, RESERVED, SCOPES

# The attributes of a user of the pool, from the claims of a provider's token.
ATTRIBUTES = {"email": "email", "family_name": "family_name", "given_name": "given_name", "name": "name"}
DECIDES = "pre-sign-up"
PREFIX = re.compile(rf"(?!.*(?:{'|'.join(RESERVED)}))[a-z0-9-]{{1,63}}")  # of the address of a pool's pages


def domain_id(pool: str) -> str:
    """"UserPoolDomain", the logical id of the domain of a pool's pages."""
    return names.logical_id(pool, "user-pool-domain")


def url_id(pool: str) -> str:
    """"UserPoolSignInUrl", the output with the address of a pool's pages."""
    return names.logical_id(pool, "user-pool-sign-in-url")


def provider_id(pool: str, name: str) -> str:
    """"GoogleUserPoolProvider", the logical id of a provider of a pool."""
    return names.logical_id(pool, name, "identity-provider") if pool else names.logical_id(name, "user-pool-provider")


def resources(users: dict[str, Any], pool: str, pool_ref: dict, on_aws: str) -> dict[str, dict]:
    """{"UserPoolDomain": ..., "GoogleUserPoolProvider": ...} of a pool, if its settings `users` have `sign_in`.

    pool_ref  the Ref of the user pool; on_aws: the condition
    Prefixes of Cognito's domain are unique among all accounts, so it has the number of the account.
    """
    if "sign_in" not in users:
        return {}
    prefix = "-".join(filter(None, ["${AWS::StackName}-${AWS::AccountId}", pool]))
    return {domain_id(pool): cfn.resource("AWS::Cognito::UserPoolDomain", {
                "Domain": cfn.sub(prefix), "UserPoolId": pool_ref}, Condition=on_aws),
            **{provider_id(pool, name): cfn.resource("AWS::Cognito::UserPoolIdentityProvider", {
                **provider(name, settings), "AttributeMapping": ATTRIBUTES, "UserPoolId": pool_ref}, Condition=on_aws)
               for name, settings in sorted(users["sign_in"].get("providers", {}).items())}}


def provider(name: str, settings: dict[str, str]) -> dict[str, Any]:
    """ProviderName, ProviderType and ProviderDetails. CloudFormation reads the secret, no template has its value."""
    details = {"client_id": settings["client"], "authorize_scopes": " ".join(SCOPES),
               "client_secret": f"{{{{resolve:secretsmanager:{settings['secret']}:SecretString}}}}"}
    if name == GOOGLE:
        return {"ProviderName": "Google", "ProviderType": "Google", "ProviderDetails": details}
    return {"ProviderName": name, "ProviderType": "OIDC", "ProviderDetails": {
        **details, "attributes_request_method": "GET", "oidc_issuer": settings["issuer"]}}


def client(users: dict[str, Any], pool: str, on_aws: str) -> dict[str, Any]:
    """The further properties of a pool's client: pages get a code, and exchange it for tokens (PKCE)."""
    if "sign_in" not in users:
        return {}
    settings = users["sign_in"]
    providers = [cfn.ref(provider_id(pool, name)) for name in sorted(settings.get("providers", {}))]

    def if_on_aws(value, otherwise):
        return {"Fn::If": [on_aws, value, otherwise]}
    return {"AllowedOAuthFlows": ["code"], "AllowedOAuthFlowsUserPoolClient": True, "AllowedOAuthScopes": SCOPES,
            "CallbackURLs": settings["callbacks"],
            **({"LogoutURLs": settings["logouts"]} if "logouts" in settings else {}),
            "SupportedIdentityProviders": if_on_aws(["COGNITO", *providers], ["COGNITO"]) if providers else ["COGNITO"]}


def outputs(users: dict[str, Any], pool: str, on_aws: str, region: str) -> dict[str, dict]:
    """{"UserPoolSignInUrl": the address of the pages}, of a pool with a name "StaffUserPoolSignInUrl".

    docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-cog.html
    """
    host = "auth-fips" if region.startswith("us-gov-") else "auth"
    return {url_id(pool): {"Condition": on_aws, "Value": cfn.sub(
        f"https://${{{domain_id(pool)}}}.{host}.${{AWS::Region}}.amazoncognito.com")}} if "sign_in" in users else {}


def address_problems(users: dict[str, Any], pools: list[str], stack: str) -> Iterator[Problem]:
    """A Problem of each pool whose pages have an address in a stage that Cognito refuses.

    pools  those that the app needs; stack: its name in the stage
    docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolDomain.html
    """
    for pool in pools:
        prefix = "-".join(filter(None, [f"{stack}-{'0' * 12}", pool]))
        settings = user_settings.of_pool(users, pool).get("sign_in")
        if settings and not PREFIX.fullmatch(prefix):
            words = [word for word in RESERVED if word in prefix]
            reason = f"{words[0]!r} may not be in it" if words else "it may have 63 lower-case letters, digits and -"
            yield Problem(FILE, settings["line"], f"{user_settings.key_of(pool, 'sign_in')}: Cognito permits no address"
                          f" {prefix.replace('0' * 12, 'ACCOUNT')} ({len(prefix)} characters): {reason}",
                          "another name of the stage, the app or the pool")


def problems(users: dict[str, Any], lambdas: dict[str, Any]) -> Iterator[Problem]:
    """A Problem if everybody with an account of Google would become a user, and app.yaml does not permit it.

    A first sign-in through a provider makes a user, also where only an administrator may add users.
    users: of app.yaml; lambdas: those whose block is valid
    """
    decided = {fn["infra"]["users"]["pool"] for fn in lambdas.values()
               if fn["infra"].get("users", {}).get("trigger") == DECIDES}
    for pool in ("", *users.get("pools", {})):
        settings = user_settings.of_pool(users, pool)
        if GOOGLE in settings.get("sign_in", {}).get("providers", {}) and not settings.get("sign_up") \
                and pool not in decided:
            trigger = f"users: {{trigger: {DECIDES}, pool: {pool}}}" if pool else f"users: {DECIDES}"
            yield Problem(FILE, settings["sign_in"]["line"], f"{user_settings.key_of(pool, 'sign_in')}: everybody with "
                          f"an account of Google becomes a user of the {'pool' if pool else 'app'}",
                          f"{pool or 'users'}: {{sign_up: true}} if everybody may, or a lambda with `{trigger}` that "
                          "decides")
