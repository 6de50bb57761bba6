"""Settings of app.yaml that nothing in the app uses."""
import re

from checks.check import Check, Finding, Findings, Subject
from kit import names
from kit.schema import line_of
from recipes import builder, routes, user_pool


def unused_settings(subject: Subject) -> Findings:
    """Sections of app.yaml that change nothing, because the app has nothing that they are about."""
    settings, blocks = subject.model["settings"], [fn["infra"] for fn in subject.model["lambdas"].values()]
    is_served = any("endpoint" in block or "url" in block for block in blocks)
    uses = {"api": (any({"endpoint", "authorizer"} & block.keys() for block in blocks), "no lambda has an endpoint"),
            "bus": (names.own_prefix(subject.model) in subject.model["state"]["bus"],
                    "the app has no bus and no table"),
            "builder": (builder.is_needed(subject.model), "no lambda reads the variable that names it"),
            "cors": (is_served, "no lambda has an endpoint or a URL")}
    pools, needed = settings.get("users", {}).get("pools", {}), user_pool.needed(subject.model)
    uses.update({f"users.pools.{name}": (name in needed, f"no endpoint has `pool: {name}`") for name in pools})
    if not pools or any(re.match(r"users\.(?!pools\b)", key) for key in subject.settings["lines"]):
        uses["users"] = "" in needed, "no endpoint has `api: private`, so the app has no users"
    for field in {"key_source", "quota"} & settings.get("api", {}).keys():
        uses[f"api.{field}"] = (any(route["key"] for _name, route in routes.of_app(subject.model)),
                                "no endpoint has `key: true`")
    uses.update({f"vpcs.{name}": (any(block.get("vpc") == name for block in blocks), f"no lambda has `vpc: {name}`")
                 for name in settings.get("vpcs", {})})
    for key, (is_used, why) in uses.items():
        if not is_used and ("." in key or settings.get(key)):
            yield Finding(subject.settings["path"], line_of(subject.settings["lines"], key),
                          f"{key} has no effect: {why}", f"remove it, or allow it: # pareto: allow {ID}, because ...")


ID = "P610"
CHECKS = [
    Check(ID, "A setting that nothing in the app uses",
          "No error: the deploy succeeds, and the setting has no effect.",
          "https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html",
          "return 1", "return 1", unused_settings,
          files={"bad/app.yaml": "name: demo\ncors: {origins: [https://example.com]}\n", "app.yaml": "name: demo\n"}),
]
