"""Tokens with the claims and scopes that pre-token-generation returned, signed again. Pure.

docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
"""
import base64
import json

from joserfc import jwt

# Claims that a lambda can neither add nor change; the second set is in access tokens only, where scopes have fields.
RESERVED = set("acr amr at_hash aud auth_time azp exp iat iss jti nbf nonce origin_jti sub token_use cognito:username "
               "identities".split())
RESERVED_OF_ACCESS = RESERVED | {"client_id", "device_key", "event_id", "scope", "version"}
GENERATIONS = {"id": "idTokenGeneration", "access": "accessTokenGeneration"}


def changed(token: str, details: dict, token_use: str, key) -> str:
    """The token with other claims.

    details    claimsOverrideDetails, which changes only the groups of an access token, or claimsAndScopeOverrideDetails
    token_use  "id" or "access"
    key        of the pool, which signs
    """
    header, claims = (json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
                      for part in token.split(".")[:2])
    versioned = any(name in details for name in GENERATIONS.values())
    changes = details.get(GENERATIONS[token_use]) or {} if versioned else details if token_use == "id" else {}
    reserved = RESERVED if token_use == "id" else RESERVED_OF_ACCESS
    added = changes.get("claimsToAddOrOverride") or {}
    claims.update({name: value for name, value in added.items() if name not in reserved})
    for name in set(changes.get("claimsToSuppress") or []) - reserved:
        claims.pop(name, None)
    if token_use == "access":
        suppressed = changes.get("scopesToSuppress") or []
        scopes = [*claims.get("scope", "").split(), *(changes.get("scopesToAdd") or [])]
        claims["scope"] = " ".join(dict.fromkeys(scope for scope in scopes if scope not in suppressed))
    groups = (details.get("groupOverrideDetails") or {}).get("groupsToOverride")
    if groups is not None:
        claims["cognito:groups"] = list(groups)
    return jwt.encode(header, claims, key)
