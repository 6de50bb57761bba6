#!/usr/bin/env python3
"""Packs every lambda, and uploads the zips and templates that the artifacts bucket lacks.

    push_artifacts.py build/app.json build/template.json --stage dev -o build/dev/artifacts.json

The key of a zip is a hash of its content: an unchanged lambda is not uploaded, and is no change of the stack. The
same holds for a template; an app of several stacks (`stacks` of app.yaml) has one for each.
"""
from concurrent.futures import ThreadPoolExecutor

from aws import buckets, cfn, clients, stages
from kit import cli, files, names
from kit.problems import Problems
from push import zips
from push.layers import layer_versions, used_layers
from recipes import layer, limits, nesting, own_resources
from recipes import template as recipe

THREADS = 16
MOST_PRINTED = 40  # uploads of lambdas that are printed one by one


def upload(s3, bucket, packed, present):
    """Upload the zips that the bucket lacks, in parallel, and print each. -> {name of a lambda: its key}

    present  the keys that the bucket has
    """
    def put(name):
        entries = zips.content(packed[name])
        key = zips.key(entries)
        data = b"" if key in present else zips.archive(entries)
        if data:
            s3.put_object(Bucket=bucket, Key=key, Body=data, ContentType="application/zip",
                          ChecksumAlgorithm="SHA256")  # as Lambda's CodeSha256: deploy compares them
        return name, key, len(data)

    keys, uploaded = {}, 0
    with ThreadPoolExecutor(THREADS) as pool:
        for name, key, size in pool.map(put, packed):
            keys[name] = key
            uploaded += size > 0
            if size and uploaded <= MOST_PRINTED:
                cli.say(f"{name} {-(-size // 1024)} kB uploaded")
            if len(keys) % 100 == 0:
                cli.say(f"{len(keys)} of {len(packed)} lambdas checked")
    cli.say(f"{uploaded} of {len(keys)} lambdas uploaded, {len(keys) - uploaded} unchanged")
    return keys


def push(app, template, owners, stage):
    """Upload the zips, layers and templates of a stage.

    -> ({"parameters": {...}, "template": url, "children": {nested stack: url}}, {layer: {"parameters": {...}}})
    """
    bucket, s3 = stages.bucket(app), stages.client("s3", app, stage)
    packed = zips.files_by_lambda(app)
    records = used_layers.records(app, stage, packed)
    layer_versions.ensure_bucket(app, stage)
    present = {entry["Key"] for entry in buckets.objects(s3, bucket)}
    keys = upload(s3, bucket, packed, present)
    codes = {names.code_parameter(name): value for name, value in keys.items()}
    nested = nesting.children(app, template, owners, codes)
    urls = {id_: upload_template(s3, bucket, child, present) for id_, child in nested.items()}
    arns = layer_versions.publish(app, stage, records, present, layer.settings_by_layer(app)) if records else {}
    artifacts = {"parameters": {"ArtifactsBucket": bucket, **codes}, **({"children": urls} if urls else {}),
                 "template": upload_template(s3, bucket, nesting.root(template, nested, urls), present)}
    return artifacts, layer_versions.outputs(arns)


def not_here(app):
    """[a line] about each layer that the local cloud cannot have."""
    return [f"layer {arn} is not in the local cloud: a lambda that imports a module of it fails here"
            for arn in layer.elsewhere(app)]


def upload_template(s3, bucket, template, present):
    """Upload a template if the bucket lacks it. -> its URL"""
    key = cfn.key(template)
    if key not in present:
        s3.put_object(Bucket=bucket, Key=key, Body=cfn.text(template), ContentType="application/json")
    return f"{s3.meta.endpoint_url}/{bucket}/{key}"


@clients.errors_as_problems()
def main(argv):
    parser = stages.parser(__doc__)
    parser.add_argument("template", help="template.json")
    parser.add_argument("-o", "--out", default="-", help="where artifacts.json goes (default: stdout)")
    args = parser.parse_args(argv)
    app, template = files.read_json(args.app), files.read_json(args.template)
    if args.stage == clients.LOCAL and own_resources.added(app):
        from localcloud.cloudformation import absent_types  # slow to import, and most apps have none of their own
        template, skipped = absent_types.local_template(app, template)
        for skipped_resource in skipped:
            cli.say(f"warning: {skipped_resource}")
    owners = recipe.owners(app) if names.stack_count(app) > 1 else {}
    templates = limits.split(app, template, owners)
    too_large = limits.size_problems(app, template, templates)
    if too_large:
        raise Problems(*too_large)
    for line in limits.at_once_notes(templates) if args.stage != clients.LOCAL else not_here(app):
        cli.say(line)
    artifacts, others = push(app, template, owners, args.stage)
    for name, output in others.items():
        files.write_json(f"build/{args.stage}/layers/{name}.json", output)
    files.write_json(args.out, artifacts)


if __name__ == "__main__":
    cli.run(main)
