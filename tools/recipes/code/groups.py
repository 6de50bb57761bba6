"""Lets signed-in users of some groups call an endpoint: an authorizer of API Gateway, for tokens of one user pool.

    {"type": "TOKEN", "authorizationToken": "Bearer eyJ...", "methodArn": "arn:...:api/stage/GET/orders"}

It returns an IAM policy: Allow for a user of one of GROUPS, Deny for other users; for any other token it raises
"Unauthorized", which API Gateway answers with 401. The context has the claims as text.
docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
"""
import base64
import hashlib
import json
import os
import time
import urllib.request

FETCH_AGAIN = 60  # seconds: a token with an unknown key must not cause a request each
SECONDS = 3
SHA_256 = bytes.fromhex("3031300d060960864801650304020105000420")  # RFC 8017, 9.2: the DigestInfo before the digest
keys, fetched = {}, [float("-inf")]  # {id of a key: (modulus, exponent)}; time of the last fetch


def handler(event, context):
    """The policy of a token."""
    try:
        claims = verified_claims(event["authorizationToken"].partition("Bearer ")[2] or event["authorizationToken"])
    except ValueError as error:
        print(f"refused: {error}")
        raise Exception("Unauthorized")
    groups = set(claims.get("cognito:groups", [])) & set(os.environ["GROUPS"].split(","))
    stage = "/".join(event["methodArn"].split("/")[:2])
    return {"principalId": claims["sub"], "context": {name: text(value) for name, value in claims.items()},
            "policyDocument": {"Version": "2012-10-17", "Statement": [
                {"Action": "execute-api:Invoke", "Effect": "Allow" if groups else "Deny", "Resource": f"{stage}/*"}]}}


def verified_claims(token):
    """The claims of an ID token that the pool signed for the app's client, and that is still valid; else ValueError."""
    signed, _dot, signature = token.strip().rpartition(".")
    header, _dot, payload = signed.partition(".")
    header, claims = json.loads(decoded(header)), json.loads(decoded(payload))
    if not isinstance(header, dict) or not isinstance(claims, dict) or header.get("alg") != "RS256":
        raise ValueError("no token that is signed with RS256")
    if not is_signature(decoded(signature), signed.encode(), *key(str(header.get("kid")))):
        raise ValueError("the signature is wrong")
    expected = {"iss": os.environ["ISSUER"], "aud": os.environ["CLIENT_ID"], "token_use": "id"}
    for name, value in expected.items():
        if claims.get(name) != value:
            raise ValueError(f"{name} is not {value}")
    if not claims.get("exp", 0) > time.time():
        raise ValueError("the token has expired")
    return claims


def decoded(part):
    """The bytes of a part of a token, which is base64url without padding."""
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def is_signature(signature, signed, modulus, exponent):
    """Whether a signature is RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, 8.2.2): the whole block is compared."""
    size = (modulus.bit_length() + 7) // 8
    number = int.from_bytes(signature, "big")
    if len(signature) != size or number >= modulus:
        return False
    digest = SHA_256 + hashlib.sha256(signed).digest()
    block = b"\x00\x01" + b"\xff" * (size - len(digest) - 3) + b"\x00" + digest
    return pow(number, exponent, modulus).to_bytes(size, "big") == block


def key(key_id):
    """(modulus, exponent) of a key of the pool; ValueError if the pool does not have it. Fetched once."""
    if key_id not in keys and time.monotonic() - fetched[0] > FETCH_AGAIN:
        with urllib.request.urlopen(f"{os.environ['ISSUER']}/.well-known/jwks.json", timeout=SECONDS) as response:
            pool_keys = json.load(response)["keys"]
        fetched[0] = time.monotonic()
        keys.update({entry["kid"]: tuple(int.from_bytes(decoded(entry[part]), "big") for part in ("n", "e"))
                     for entry in pool_keys})
    if key_id not in keys:
        raise ValueError("the pool has no such key")
    return keys[key_id]


def text(value):
    """A claim as text, a list with commas: a context has no lists."""
    if isinstance(value, list):
        return ",".join(entry if isinstance(entry, str) else json.dumps(entry) for entry in value)
    return value if isinstance(value, str) else json.dumps(value)
