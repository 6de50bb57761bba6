"""Headers by which a browser permits a page to read a response (CORS), compared with `cors` of app.yaml."""
from checks.check import Check, Findings, Subject, finding
from interpreter.plain import fields
from kit import names

ALLOW_ORIGIN = "access-control-allow-origin"


def open_responses(subject: Subject) -> Findings:
    """Responses with Access-Control-Allow-Origin: *, in an app whose pages send credentials: browsers refuse them. An
    HTTP API removes the header."""
    if not subject.model["settings"].get("cors", {}).get("credentials"):
        return
    for fn, returned, value in subject.returned("endpoint"):
        headers = {name.lower(): part for name, part in fields(fields(value).get("headers")).items()}
        if headers.get(ALLOW_ORIGIN) == "*" and "format" not in fn["infra"]["endpoint"]:
            yield finding(returned, f"{fn['name']} permits any origin, and app.yaml has `cors: {{credentials: true}}`",
                          "the request's Origin, if it is one of "
                          f"{names.prefix(names.own_prefix(subject.model))}_CORS_ORIGINS (docs/endpoints.md)",
                          "the browser: must not be the wildcard '*' when the credentials mode is 'include'")


BLOCK = "infra:\n  endpoint: {method: GET, path: /stars, api: public}\n---\n" \
    "return {'statusCode': 200, 'headers': {'Access-Control-Allow-Origin': %s}}"
SETTINGS = "name: demo\ncors: {origins: ['https://example.com'], credentials: true}\n"
CHECKS = [
    Check("P506", "A response for any origin, to pages that send credentials",
          "The browser does not pass the response to the page, with or without cookies.",
          "https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html",
          BLOCK % "'*'", BLOCK % "os.environ['DEMO_CORS_ORIGINS'].split(',')[0]", open_responses,
          files={"app.yaml": SETTINGS}),
]
