"""`sign_in` of `users` in app.yaml: Cognito's own pages for signing in, and sign-in through Google and other providers.

    users:
      sign_in:
        callbacks: [https://example.com/signed-in, http://localhost:3000/]
        providers:
          google: {client: 1234.apps.googleusercontent.com, secret: shop-google}
          company: {issuer: https://login.example.com, client: shop, secret: shop-company}
"""
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from kit.problems import KeyProblem

GOOGLE = "google"
# Providers of Cognito with a form of their own, which is not here.
OTHERS = ("amazon", "apple", "facebook", "saml")
PROVIDER = re.compile(r"[a-z][a-z0-9-]{2,31}")
RESERVED = ("amazon", "aws", "cognito")  # no address of pages has one of them
SCOPES = ["openid", "email", "profile"]
MOST_ADDRESSES = 100  # docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
ADDRESSES = {"type": "array", "minItems": 1, "maxItems": MOST_ADDRESSES, "items": {"type": "string"}}
SCHEMA = {
    "type": "object",
    "description": "Cognito's sign-in pages, also for other providers (docs/users.md#google-and-others). On AWS only",
    "examples": [{"callbacks": ["https://example.com/signed-in"], "providers": {
        "google": {"client": "1234.apps.googleusercontent.com", "secret": "shop-google"}}}],
    "properties": {
        "callbacks": {**ADDRESSES, "description": "the addresses of your pages that get the code after a sign-in"},
        "logouts": {**ADDRESSES, "description": "the addresses of your pages that may follow a sign-out"},
        "providers": {
            "type": "object", "default": {},
            "description": "`google`, or a name of your own for a provider of OpenID Connect",
            "additionalProperties": {
                "type": "object", "description": "a provider",
                "properties": {
                    "client": {"type": "string", "minLength": 1,
                               "description": "the id that the provider gave the app"},
                    "secret": {"type": "string", "pattern": "^[A-Za-z0-9/_+=.@-]{1,512}$",
                               "description": "the name of a secret of Secrets Manager, whose text is the client's "
                                              "secret. It must exist before the deploy"},
                    "issuer": {"type": "string", "description": "the provider's address: https://login.example.com; "
                                                                "not of google"}},
                "required": ["client", "secret"],
                "additionalProperties": False}}},
    "required": ["callbacks"],
    "additionalProperties": False,
}


def problems(key: str, app: Any, sign_in: Any) -> Iterator[KeyProblem]:
    """(dotted key, message, hint) of `sign_in`, a value of any type: what the schema cannot express.

    key  that of `sign_in`; app: the app's name, and the pool's if it has one
    """
    sign_in = sign_in if isinstance(sign_in, dict) else {}
    # docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html
    for word in RESERVED:
        if sign_in and isinstance(app, str) and word in app:
            yield key, f"{key}: Cognito permits no address with {word!r}, which {app!r} contains", "another name"
            break
    for field in ("callbacks", "logouts"):
        addresses = sign_in.get(field)
        for at, address in enumerate(addresses if isinstance(addresses, list) else ()):
            if isinstance(address, str) and not is_address(address):
                yield (f"{key}.{field}.{at}", f"{key}.{field}: {address!r} is no address of a page",
                       "https://example.com/signed-in, without #; http:// for localhost only")
    providers = sign_in.get("providers")
    for name, provider in providers.items() if isinstance(providers, dict) else ():
        yield from provider_problems(f"{key}.providers.{name}", name, provider if isinstance(provider, dict) else {})


def provider_problems(key: str, name: str, provider: dict[str, Any]) -> Iterator[KeyProblem]:
    """(dotted key, message, hint) of a provider: its name, and its issuer."""
    issuer = provider.get("issuer")
    if name in OTHERS:
        yield key, f"{key}: only google and providers of OpenID Connect are known here", \
                "write it in resources.yaml (docs/resources.md)"
    elif not PROVIDER.fullmatch(str(name)):
        yield key, f"{key}: not a valid name of a provider", "3 to 32 lower-case letters, digits and -"
    elif name == GOOGLE and issuer is not None:
        yield f"{key}.issuer", f"{key}: google has no issuer here", "remove issuer"
    elif name != GOOGLE and issuer is None:
        yield key, f"{key} needs 'issuer'", "the provider's address: https://login.example.com"
    elif isinstance(issuer, str) and (urlsplit(issuer).scheme != "https" or issuer.endswith("/")):
        yield f"{key}.issuer", f"{key}: {issuer!r} is no address of an issuer", "https://, and no / at the end"


def is_address(address: str) -> bool:
    """Whether Cognito accepts the address of a page: HTTPS, HTTP of localhost, or the scheme of an app on a phone.

    docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
    """
    parts = urlsplit(address)
    if not parts.scheme or "#" in address or any(character.isspace() for character in address):
        return False
    return parts.scheme != "http" or parts.hostname in ("localhost", "127.0.0.1")
