"""The headers that a response headers policy of CloudFront adds. Pure, except for the stored policies.

Managed policies: "Use managed response headers policies" in the CloudFront Developer Guide.
"""

_SECURITY = [("Referrer-Policy", "strict-origin-when-cross-origin", False),
             ("Strict-Transport-Security", "max-age=31536000", False),
             ("X-Content-Type-Options", "nosniff", True),
             ("X-Frame-Options", "SAMEORIGIN", False),
             ("X-XSS-Protection", "1; mode=block", False)]
_CORS = [("Access-Control-Allow-Origin", "*", False)]
# id: (headers of every response, headers of a response to a request with an Origin, names of removed headers).
# A header is (name, value, whether it overrides the origin's own).
_policies = {
    "67f7725c-6f97-4210-82d7-5512b31e9d03": (_SECURITY, [], []),
    "60669652-455b-4ae9-85a4-c4c02393f86c": ([], _CORS, []),
    "e61eb60c-9c35-4d20-a928-2b84e02af89c": (_SECURITY, _CORS, []),
}


def save(policy_id, config):
    """Store a custom policy, which moto does not record. config: a ResponseHeadersPolicyConfig"""
    _policies[policy_id] = _parsed(config)


def delete(policy_id):
    """Remove a stored policy."""
    _policies.pop(policy_id, None)


def exists(policy_id):
    """Whether there is such a policy."""
    return policy_id in _policies


def added(headers, policy_id, origin):
    """The headers of a response, changed by a policy. origin: the request's Origin header, or None"""
    always, cross, removed = _policies[policy_id]
    pairs = [(name, value) for name, value in headers if name.lower() not in removed]
    for name, value, override in always + (cross if origin else []):
        is_present = any(header.lower() == name.lower() for header, _value in pairs)
        if is_present and override:
            pairs = [pair for pair in pairs if pair[0].lower() != name.lower()]
        if override or not is_present:
            pairs.append((name, origin if value == "<origin>" else value))
    return pairs


def _parsed(config):
    """A ResponseHeadersPolicyConfig as the three lists of _policies."""
    custom = [(item["Header"], item["Value"], item.get("Override", False))
              for item in config.get("CustomHeadersConfig", {}).get("Items", [])]
    removed = [item["Header"].lower() for item in config.get("RemoveHeadersConfig", {}).get("Items", [])]
    always = _security(config.get("SecurityHeadersConfig", {})) + custom
    return always, _cors(config.get("CorsConfig", {})), removed


def _security(config):
    """[(header, value, whether it replaces the origin's header)] of a SecurityHeadersConfig."""
    transport, protection = config.get("StrictTransportSecurity", {}), config.get("XSSProtection", {})
    seconds = f"max-age={transport.get('AccessControlMaxAgeSec')}"
    values = {
        "StrictTransportSecurity": ("Strict-Transport-Security", "; ".join(
            [seconds] + ["includeSubDomains"] * bool(transport.get("IncludeSubdomains"))
            + ["preload"] * bool(transport.get("Preload")))),
        "ContentSecurityPolicy": ("Content-Security-Policy",
                                  config.get("ContentSecurityPolicy", {}).get("ContentSecurityPolicy")),
        "ContentTypeOptions": ("X-Content-Type-Options", "nosniff"),
        "FrameOptions": ("X-Frame-Options", config.get("FrameOptions", {}).get("FrameOption")),
        "ReferrerPolicy": ("Referrer-Policy", config.get("ReferrerPolicy", {}).get("ReferrerPolicy")),
        "XSSProtection": ("X-XSS-Protection", ("1" if protection.get("Protection") else "0")
                          + "; mode=block" * bool(protection.get("ModeBlock"))),
    }
    return [(name, value, config[key].get("Override", False)) for key, (name, value) in values.items() if key in config]


def _cors(config):
    """[(header, value, whether it replaces the origin's)] of a CorsConfig. If that lists several origins, the response
    names the request's, unchecked."""
    if not config:
        return []
    def joined(key):
        return ", ".join(config.get(key, {}).get("Items", []))
    override = config.get("OriginOverride", False)
    origins = config.get("AccessControlAllowOrigins", {}).get("Items", [])
    headers = [("Access-Control-Allow-Origin", "*" if origins == ["*"] else "<origin>"),
               ("Access-Control-Allow-Headers", joined("AccessControlAllowHeaders")),
               ("Access-Control-Allow-Methods", joined("AccessControlAllowMethods")),
               ("Access-Control-Expose-Headers", joined("AccessControlExposeHeaders"))]
    if config.get("AccessControlAllowCredentials"):
        headers.append(("Access-Control-Allow-Credentials", "true"))
    return [(name, value, override) for name, value in headers if value]
