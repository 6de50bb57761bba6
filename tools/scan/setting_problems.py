"""Problems of lambdas with the settings: networks, addresses, and fields that the type of the API does not have."""
from aws.app import rule_entries
from kit import api_settings, names
from kit.problems import Problem
from kit.schema import line_of, nearest
from recipes import builder, http_api, option, routes, url

BUILDER_HINT = "builder: {source: https://github.com/example/site.git} (docs/builder.md)"


def networks(lambdas, vpcs):
    """Yields a Problem for each lambda whose network app.yaml does not have."""
    for fn in lambdas.values():
        name = fn["infra"].get("vpc")
        if name is not None and name not in vpcs:
            yield Problem(fn["path"], line_of(fn["lines"], "vpc"), f"vpc {name!r} is not in app.yaml",
                          nearest(name, vpcs) or "write its subnets and security groups there, under vpcs: "
                          "(docs/lambda-settings.md)")


def partitions(lambdas, region):
    """Yields a Problem for each ARN of a layer, a permission or a bus that is of another partition than the region."""
    for fn in lambdas.values():
        infra = fn["infra"]
        arns = {**{f"layers.{at}": name for at, name in enumerate(infra["layers"])},
                **{f"permissions.{at}.resource": entry["resource"] for at, entry in enumerate(infra["permissions"])},
                **{f"{key}.source.name": entry.get("source", {}).get("name") for key, entry in rule_entries(infra)}}
        for key, arn in arns.items():
            if arn and (problem := names.partition_problem(arn, region)):
                yield Problem(fn["path"], line_of(fn["lines"], key), *problem)


def addresses(lambdas, settings):
    """Yields a Problem for each function URL or snapstart in a region that has none; and one, at the first variable
    that names it, for a website in such a region, a `builder` that app.yaml lacks, and the API of an app without an
    endpoint."""
    for fn in lambdas.values():
        if "url" in (fn["infra"] or {}) and (problem := url.region_problem(settings["region"])):
            yield Problem(fn["path"], line_of(fn["lines"], "url"), *problem)
        if (fn["infra"] or {}).get("snapstart") and (problem := option.snapstart_problem(
                fn["infra"].get("runtime", settings["runtime"]), settings["region"])):
            yield Problem(fn["path"], line_of(fn["lines"], "snapstart"), *problem)
    yield from builders(lambdas, settings)
    sites = [variable for fn in lambdas.values() for variable in fn["env"]
             if variable["kind"] in ("website", "website_url")] if settings["region"].startswith("us-gov-") else []
    for variable in sites[:1]:  # docs.aws.amazon.com/govcloud-us/latest/UserGuide/setting-up-cloudfront.html
        yield Problem(variable["file"], variable["line"],
                      f"{variable['name']}: {settings['region']} has no CloudFront, which websites need",
                      "a bucket (DEMO_BUCKET) and an endpoint, or another region".replace(
                          "DEMO", variable["name"].partition("_")[0]))
    if all(fn["infra"] is not None and "endpoint" not in fn["infra"] for fn in lambdas.values()):
        uses = [variable for fn in lambdas.values() for variable in fn["env"] if variable["kind"] == "api_url"]
        for variable in uses[:1]:
            yield Problem(variable["file"], variable["line"], f"{variable['name']}: no lambda has an endpoint",
                          "`make new-lambda name=hello trigger=endpoint`")


def builders(lambdas, settings):
    """Yields a Problem for the first variable that names the app's project, and for each rule on its events, if
    app.yaml has no builder; and for each such rule if no variable names the project, which so is not created."""
    uses = [variable for fn in lambdas.values() for variable in fn["env"] if variable["kind"] == builder.KIND]
    if uses and builder.KIND not in settings:
        yield Problem(uses[0]["file"], uses[0]["line"], f"{uses[0]['name']}: app.yaml has no builder", BUILDER_HINT)
    app = names.own_prefix(settings)
    message, hint = ("no lambda reads the variable that names its builder",
                     f'os.environ["{names.prefix(app)}_BUILDER"] in the code that starts its builds') \
        if builder.KIND in settings else ("app.yaml has no builder", f"{BUILDER_HINT}; or another project's name")
    for fn in lambdas.values() if not uses or builder.KIND not in settings else ():
        for key, entry in rule_entries(fn["infra"] or {}):
            if entry.get("source") == {"type": builder.KIND, "name": app}:
                yield Problem(fn["path"], line_of(fn["lines"], f"{key}.source.name"),
                              f"{app} is this app, and {message}", hint)


def key_sources(lambdas, settings):
    """Yields a Problem for each route with an API key that nobody can have: only what an authorizer returns has it."""
    for fn in lambdas.values() if api_settings.has_keys_of_authorizers(settings) else ():
        for key, route in routes.numbered(fn["infra"]["endpoint"]) if "endpoint" in fn["infra"] else ():
            if route["key"] and route["api"] != routes.CUSTOM:
                yield Problem(fn["path"], line_of(fn["lines"], f"{key}.key"),
                              f"key: true of api: {route['api']}: with `key_source: authorizer` in app.yaml the key is "
                              "what an authorizer returns", "write api: custom and an authorizer, or remove key")


def api_type(lambdas, is_http):
    """Yields a Problem for each field of an endpoint or authorizer that the app's type of API does not have."""
    for fn in lambdas.values():
        for key, message, hint in http_api.problems(fn["infra"], is_http):
            yield Problem(fn["path"], line_of(fn["lines"], key), message, hint)
