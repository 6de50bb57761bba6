"""Uploads the zips, layers and templates of a stage that are not yet in the artifacts bucket."""
import os
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from aws import buckets, clients, stages
from kit import cli, files, names
from kit.problems import Problems
from push import images, zip_changes, zips
from push.layers import layer_versions
from recipes import layer, limits, nesting

THREADS = 16
MOST_PRINTED = 40  # uploads of lambdas that are printed one by one


def layers(app, stage, packed) -> dict[str, dict]:
    """{name: record} of the layers that lambdas use, built if necessary. Raises Problems, of sizes too."""
    used = layer.members(app)
    if not used:
        return {}
    from push.layers import builds, targets  # 60 ms, and most apps have no layer
    built_for = {name: targets.of_stage(stage, own) for name, own in layer.settings_by_layer(app).items()}
    records = builds.all_built(used, built_for)
    problems = [problem for name, fn in app["lambdas"].items() for problem in layer_versions.size_problems(
        fn, zips.size(packed[name]), records, layer.attached(app, fn))]
    if problems:
        raise Problems(*problems)
    return records


def upload(s3, bucket, packed, keys, present, package) -> dict[str, tuple[int, str]]:
    """Upload the zips that the bucket lacks, in parallel, and print each. -> {key: (bytes, CodeSha256)} of
    them. Raises Problems of files that changed meanwhile.

    keys     {lambda: key of its zip}, as computed from the files before
    present  the keys that the bucket has
    package  of the app
    """
    def put(name):
        entries = zips.content(packed[name], package)
        if zips.key(entries) != keys[name]:
            raise Problems(zips.newer_problem(packed[name][0]))
        data = zips.archive(entries)
        s3.put_object(Bucket=bucket, Key=keys[name], Body=data, ContentType="application/zip",
                      ChecksumAlgorithm="SHA256")  # as Lambda's CodeSha256: deploy compares them
        return name, (len(data), zip_changes.code_sha256(data))

    absent, uploaded = [name for name, key in keys.items() if key not in present], {}
    with ThreadPoolExecutor(THREADS) as pool:
        for number, (name, zipped) in enumerate(pool.map(put, absent), 1):
            uploaded[keys[name]] = zipped
            if number <= MOST_PRINTED:
                cli.say(f"{name} {-(-zipped[0] // 1024)} kB uploaded")
            elif number % 100 == 0:
                cli.say(f"{number} of {len(absent)} lambdas uploaded")
    cli.say(f"{len(absent)} of {len(keys)} lambdas uploaded, {len(keys) - len(absent)} unchanged")
    return uploaded


def planned_keys(app, stage, entries) -> dict[str, str]:
    """{lambda: key of its zip, or URI of its image} of the next push. entries: {lambda: content of its zip}"""
    as_images = {name: content for name, content in entries.items()
                 if stage != clients.LOCAL and names.is_image(app, name)}
    return {**{name: zips.key(content) for name, content in entries.items() if name not in as_images},
            **images.planned(app, stage, as_images)}


def code_parameters(keys) -> dict[str, str]:
    """{parameter of a lambda's code: its value}. keys: {lambda: key of its zip, or URI of its image}"""
    return {names.code_parameter(name): value for name, value in keys.items()}


def templates(app, template, owners, keys, s3) -> tuple[dict[str, dict], dict[str, str], dict]:
    """({nested stack: template}, {nested stack: URL}, the root's template). keys: {lambda: key of its zip, or URI}"""
    nested = nesting.children(app, template, owners, code_parameters(keys))
    urls = {id_: buckets.template_url(s3, stages.bucket(app), child) for id_, child in nested.items()}
    return nested, urls, nesting.root(template, nested, urls)


class Pushed(NamedTuple):
    """What is in the artifacts bucket after a push."""

    artifacts: dict  # {"parameters": {...}, "template": url, "children": {nested stack: url}}
    layers: dict[str, dict]  # {layer: {"parameters": {...}}}
    children: dict[str, dict]  # {logical id: template} of the nested stacks
    root: dict  # the template of the stack itself
    sizes: dict[str, int]  # {key: bytes} of the objects, of which upload_templates() makes templates
    digests: dict[str, str]  # {key: CodeSha256} of the zips that this push uploaded
    packed: dict[str, list[str]]  # {lambda: files of its zip}


def push(app, template, owners, stage, model_path="") -> Pushed:
    """Upload the zips and layers of a stage, but no template: a deploy of code needs none. Raises Problems.

    model_path  of the app model, which is newer than the code that it describes; "" if it was read from stdin
    """
    packed = zips.files_by_lambda(app)
    keys = zips.keys(packed, app["package"])
    s3 = stages.client("s3", app, stage)
    nested, urls, root = templates(app, template, owners, keys, s3)
    if too_large := limits.size_problems(app, template, {"": root, **nested}):
        raise Problems(*too_large)
    records = layers(app, stage, packed)
    as_images = {name for name in packed if stage != clients.LOCAL and names.is_image(app, name)}
    uris = images.push(app, stage, {name: zips.content(packed[name], app["package"]) for name in as_images})
    bucket = layer_versions.ensure_bucket(app, stage)
    present = {entry["Key"]: entry["Size"] for entry in buckets.objects(s3, bucket)}
    uploaded = upload(s3, bucket, packed, {name: key for name, key in keys.items() if name not in as_images}, present,
                      app["package"])
    present |= {key: size for key, (size, _digest) in uploaded.items()}
    if model_path:
        zips.refuse_newer(packed, model_path)
    if uris:
        keys |= uris
        nested, urls, root = templates(app, template, owners, keys, s3)
    arns = layer_versions.publish(app, stage, records, present, layer.settings_by_layer(app)) if records else {}
    artifacts = {"parameters": {"ArtifactsBucket": bucket, **code_parameters(keys)},
                 **({"children": urls} if urls else {}),
                 "template": buckets.template_url(s3, bucket, root)}
    return Pushed(artifacts, layer_versions.outputs(arns), nested, root, present,
                  {key: digest for key, (_size, digest) in uploaded.items()}, packed)


def upload_templates(app, stage, root: dict, children: dict[str, dict], present) -> None:
    """Upload the templates of the nested stacks and of the root, but those whose key is one of those present."""
    s3, bucket = stages.client("s3", app, stage), stages.bucket(app)
    for template in (*children.values(), root):
        buckets.upload_template(s3, bucket, template, present)


def not_here(app) -> list[str]:
    """[a line] about each layer of another publisher, which the local cloud does not have."""
    return [f"layer {arn} is not in the local cloud: a lambda that imports a module of it fails here"
            for arn in layer.elsewhere(app)]


def push_stage(app, template, owners, stage, out, model_path) -> Pushed:
    """As push(), and write artifacts.json and build/STAGE/layers/. Raises Problems.

    template  of the whole app; for the local cloud without the resources that it does not have
    out       path of artifacts.json; model_path: of app.json, - for stdin
    """
    pushed = push(app, template, owners, stage, model_path if os.path.isfile(model_path) else "")
    for line in limits.at_once_notes({"": pushed.root, **pushed.children}) if stage != clients.LOCAL else not_here(app):
        cli.say(line)
    for name, output in pushed.layers.items():
        files.write_json(f"build/{stage}/layers/{name}.json", output)
    files.write_json(out, pushed.artifacts)
    return pushed
