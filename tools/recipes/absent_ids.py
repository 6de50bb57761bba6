"""The hint for a reference to a logical id that the template lacks: what makes it, or which id is similar."""
import re
from collections.abc import Iterable

from aws.app import AppModel
from kit import names
from kit.schema import nearest
from recipes import TRIGGERS

KEY = "an endpoint with `key: true` makes it"
POOL = "an endpoint with `api: private` makes it"
API = "an endpoint makes it, in an app without `api: {type: http}`"
HTTP_API = "an endpoint makes it, with `api: {type: http}` in app.yaml"
MAKERS = {
    "Api": API, "ApiStage": API, "HttpApi": HTTP_API, "HttpApiStage": HTTP_API,
    "ApiKey": KEY, "ApiUsagePlan": KEY, "ApiUsagePlanKey": KEY,
    "UserPool": POOL, "UserPoolClient": POOL, "UserPoolDomain": "`users: {sign_in: ...}` in app.yaml makes it",
    "ApiAccessLogs": "`api: {access_logs: true}` in app.yaml makes it",
    "ApiDomain": "`domain` in app.yaml makes it, for an app with endpoints",
    "FailuresQueue": "a lambda that is invoked asynchronously makes it: by events, a topic, a timer or other code",
    "AlertsTopic": "`alerts` in app.yaml make it",
    "Dashboard": "`dashboard: true` in app.yaml makes it",
}
STATE = re.compile("(.*?)(Table|Bucket|Website|Secret|DataStream|BusArchive|Bus)")
NETWORK = re.compile("(.+?)Vpc(SecurityGroup|SubnetA|SubnetB)?")


def hint(app: AppModel, id_: str, ids: Iterable[str]) -> str:
    """What to do about a logical id that no resource has; "" if nothing is known. ids: those of the template"""
    ids, network = set(ids), NETWORK.fullmatch(id_)
    of_network = f"a lambda with `vpc: {network[1].lower()}` makes it, of a network of app.yaml with `endpoints`" \
        if network else ""
    return MAKERS.get(id_) or nearest(id_, ids, 0.9) or _of_state(names.own_prefix(app), id_) or _of_lambda(app, id_) \
        or of_network or nearest(id_, ids, 0.7)


def _of_state(prefix, id_):
    """The hint for DemoArchiveTable of the app `demo`; "" for any other id."""
    own = names.logical_id(prefix)
    match = STATE.fullmatch(id_.removeprefix(own)) if id_.startswith(own) else None
    if not match:
        return ""
    if match[2] == "BusArchive":
        return "`bus: {archive: 30 days}` in app.yaml makes it"
    words = [word.upper() for word in re.findall("[A-Z][a-z0-9]*", match[1])]
    variable = "_".join([names.prefix(prefix), *words, match[2].removeprefix("Data").upper()])
    return f"a lambda that reads the variable {variable} makes it"


def _of_lambda(app, id_):
    """The hint for OrdersQueue, if the lambda `orders` has another trigger; "" for any other id."""
    by_id = {module.resource_id(name): (word, name) for word, module in TRIGGERS.items() if module.VARIABLE
             for name in app["lambdas"]}
    word, name = by_id.get(id_, ("", ""))
    return f"`{word}` in the infra block of {name} makes it" if word else ""
