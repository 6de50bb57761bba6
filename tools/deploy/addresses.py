"""What a person can try after a deploy: the app's addresses, and a request that succeeds."""
import json
import shlex
from pathlib import Path
from urllib.parse import quote

from aws import clients, stages
from kit import examples
from recipes import routes

API_DOMAIN = "ApiDomainUrl"  # the output


def closing_lines(app, outputs, stage):
    """[text]: the lines that `make deploy` prints last.

    outputs  {name: value} of the stack; an address is recognized by its value
    """
    rows = []
    for _name, value in sorted(outputs.items()):
        if ".execute-api." in value:
            url = clients.reachable(value, stage).rstrip("/")
            rows += [("api", url), *(("try", line) for line in call(app, url))]
        elif ".lambda-url." in value:
            rows.append(("url", clients.reachable(value, stage)))
        elif ".cloudfront.net" in value:
            rows.append(("website", clients.reachable(value, stage)))
            rows += [("pages", f"make site dir=site{stages.variable(stage)}")] if Path("site").is_dir() else []
    rows += [("domain", value if stage != clients.LOCAL else by_host(app, value, name == API_DOMAIN))
             for name, value in sorted(outputs.items()) if name.endswith("DomainUrl")]
    if app["lambdas"]:
        lambda_name = call_of(app)[0] if call_of(app) else min(app["lambdas"])
        rows.append(("logs", f"make logs name={lambda_name}{stages.variable(stage)}"))
    return [f"  {label:<8} {text}" for label, text in rows]


def by_host(app, host, is_api):
    """The `curl` line for a host name on the local cloud, with the name in the Host header: no DNS points there.

    host  "example.com", or "https://example.com"; an API answers at its routes only, so one is called
    """
    host = host.removeprefix("https://")
    plain = shlex.join(["curl", "-H", f"Host: {host}", f"{clients.endpoint()}/"])
    return (call(app, clients.endpoint(), host) or [plain])[0] if is_api else plain


def call(app, url, host=""):
    """[one `curl` line] for an endpoint without a key and a sign-in; [] if there is none. host: the name of the API"""
    endpoint_to_call = call_of(app)
    if not endpoint_to_call:
        return []
    endpoint = endpoint_to_call[1]
    parts = ["", ""] if endpoint["path"] == routes.DEFAULT else endpoint["path"].split("/")
    path = "/".join("hello" if part.startswith("{") else quote(part) for part in parts)
    query = "&".join(f"{name}=1" for name in endpoint.get("parameters", []))
    arguments = ["curl", *(["-H", f"Host: {host}"] if host else []), f"{url}{path}{'?' + query if query else ''}"]
    if "schema" in endpoint or endpoint["method"] not in ("GET", "ANY"):
        body = json.dumps(examples.of_schema(endpoint.get("schema", {"type": "object"})))
        arguments += ["-X", endpoint["method"], "-H", "content-type: application/json", "-d", body]
    return [shlex.join(arguments)]


def call_of(app):
    """(name of the lambda, its route): the public one that is the easiest to call; None if there is none.

    A GET of a whole path without parameters comes first, then a POST, whose body the schema defines; values
    in a path or a query are guesses.
    """
    public = [(name, endpoint) for name, endpoint in routes.of_app(app)
              if endpoint["api"] == "public" and not endpoint.get("key")]
    return min(public, default=None, key=lambda item: rank(item[1]))


def rank(endpoint):
    """(number of values to guess, position of the method): a sort key; the easiest endpoint to call is first."""
    if endpoint["path"] == routes.DEFAULT:
        return 1, 3
    order = {"GET": 0, "ANY": 1, "POST": 2}
    return endpoint["path"].count("{") + len(endpoint.get("parameters", [])), order.get(endpoint["method"], 3)
