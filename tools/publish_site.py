#!/usr/bin/env python3
"""Publishes a folder as the app's website: uploads changed files, and lists published files that are no longer in the
folder.

    publish_site.py build/app.json site --stage prod [--website demo] [--delete]

It only ever deletes objects that it published, never those that lambdas wrote.
"""
import os
import uuid
from concurrent.futures import ThreadPoolExecutor

from aws import buckets, clients, stacks, stages
from aws.app_file import read_model
from deploy import addresses
from kit import cli, names
from kit.problems import problem
from website import page_config, site

AT_ONCE = 16  # as many as the client has connections
FEWEST = 30  # uploads that are printed one by one


def website_name(app, name):
    """The name of the website to publish to; default: the app's own, else the only one. Raises Problems."""
    sites = sorted(app["state"].get("website", {}))
    own = names.own_prefix(app)
    variable = f"{names.prefix(own)}_WEBSITE"
    if not sites:
        raise problem("", 0, f"{app['name']} has no website",
                      f"a lambda that reads os.environ[\"{variable}\"] adds one, with the next `make deploy`")
    if name and name not in sites:
        raise problem("", 0, f"{app['name']} has no website {name!r}", f"website={sites[0]}"
                      if len(sites) == 1 else f"there are: {', '.join(sites)}")
    if not name and len(sites) > 1 and own not in sites:
        raise problem("", 0, f"which website? {app['name']} has {', '.join(sites)}", f"website={sites[0]}")
    return name or (own if own in sites else sites[0])


def contents(folder, package):
    """site.files_of() the folder. Raises Problems if it has no files, or must not be published."""
    if fault := site.folder_problem(folder, package):
        raise problem("", 0, *fault)
    if not os.path.isdir(folder):
        raise problem(folder, 0, "there is no such folder", "dir=... names the folder to publish")
    try:
        contents_ = site.files_of(folder)
    except OSError as error:
        raise problem(error.filename, 0, f"cannot be read: {error.strerror}")
    if not contents_:
        raise problem(folder, 0, "the folder has no files to publish", "begin with an index.html")
    return contents_


def target(app, name, stage):
    """{"bucket", "distribution", "url", "domain", "outputs"} of a website. Raises Problems if it is not deployed."""
    cfn, stack = stages.client("cloudformation", app, stage), names.stack(app["name"], stage)
    described = stages.stack(cfn, app, stage)
    outputs = stacks.outputs(described)
    id_ = names.logical_id(name, "website")
    if f"{id_}Name" not in outputs:
        raise stages.undeployed(app, stage, f"the website {name}")
    return {"bucket": outputs[f"{id_}Name"], "distribution": stacks.physical_id(cfn, stack, f"{id_}Distribution"),
            "url": clients.reachable(outputs[f"{id_}Url"], stage), "domain": outputs.get(f"{id_}DomainUrl"),
            "outputs": outputs}


def object_facts(s3, bucket, key):
    """{"ours": whether this tool published it, "cache": its Cache-Control} of an object."""
    response = s3.head_object(Bucket=bucket, Key=key)
    return {"ours": site.PUBLISHED_BY.items() <= response.get("Metadata", {}).items(),
            "cache": response.get("CacheControl")}


def planned(s3, bucket, local, args):
    """The plan, as site.plan() returns it, of the folder and the bucket."""
    listed = {entry["Key"]: (entry["ETag"].strip('"'), entry["Size"]) for entry in buckets.objects(s3, bucket)}
    changed, gone = site.uncertain(local, listed, args.all)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        heads = dict(zip([*changed, *gone], pool.map(lambda key: object_facts(s3, bucket, key), [*changed, *gone])))
    return site.plan(local, listed, heads, args.delete, args.all)


def put(s3, bucket, file):
    """Uploads a file in one part, so that its ETag is its MD5."""
    with open(file["path"], "rb") as body:
        s3.put_object(Bucket=bucket, Key=file["key"], Body=body, ContentType=file["type"],
                      CacheControl=file["cache"], Metadata=site.PUBLISHED_BY)


def upload(s3, bucket, puts):
    """Upload all files that are no pages, then the pages; stops at the first error."""
    done = 0
    for batch in ([file for file in puts if not site.is_page(file["key"])],
                  [file for file in puts if site.is_page(file["key"])]):
        with ThreadPoolExecutor(AT_ONCE) as pool:
            futures = [pool.submit(put, s3, bucket, file) for file in batch]
            try:
                for file, future in zip(batch, futures):
                    future.result()
                    done += 1
                    if len(puts) <= FEWEST or done % FEWEST == 0:
                        cli.say(f"  {done} of {len(puts)}  {file['key']}")
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise


def finish(s3, website, steps, stage):
    """Delete objects, and invalidate paths that CloudFront would cache for too long."""
    buckets.delete(s3, website["bucket"], [{"Key": key} for key in steps["deletes"]])
    if steps["stale"]:
        clients.client("cloudfront", stage, "us-east-1").create_invalidation(
            DistributionId=website["distribution"], InvalidationBatch={
                "CallerReference": uuid.uuid4().hex,
                "Paths": {"Quantity": len(steps["stale"]), "Items": steps["stale"]}})


def report(steps, local, website, stage):
    """Print what was done, which published files are no longer in the folder, and the URL."""
    cli.say(f"{len(steps['puts'])} put, {len(steps['deletes'])} deleted, "
            f"{len(local) - len(steps['puts'])} unchanged, {len(steps['others'])} that lambdas wrote stay as they are")
    for key in steps["gone"]:
        cli.say(f"  no longer in the folder: {key} (delete=1 deletes it)")
    for name, effect in (("index.html", "/ returns an error until the folder has one"),
                         ("404.html", "a path without a file returns S3's own error")):
        if name not in local and name not in steps["others"]:
            cli.say(f"  there is no {name}: {effect}")
    cli.say(website["url"] if stage == clients.LOCAL else website["domain"] or website["url"])
    if stage == clients.LOCAL and website["domain"]:
        cli.say(addresses.by_host({}, website["domain"], False))


@clients.errors_as_problems()
def main(argv):
    parser = stages.parser(__doc__)
    parser.add_argument("folder", help="what to publish")
    parser.add_argument("--website", default="", help="which, of several")
    parser.add_argument("--delete", action="store_true", help="delete published files that the folder lacks")
    parser.add_argument("--all", action="store_true", help="upload unchanged files too")
    parser.add_argument("--dry-run", action="store_true", help="only print what would be done")
    args = parser.parse_args(argv)
    app = read_model(args.app)
    name, local = website_name(app, args.website), contents(args.folder, app["package"])
    website, s3 = target(app, name, args.stage), stages.client("s3", app, args.stage)
    local = {**page_config.write_config(app, website["outputs"], args.stage), **local}
    steps = planned(s3, website["bucket"], local, args)
    if args.dry_run:
        return print("\n".join(site.lines(steps)) or "nothing to do")
    upload(s3, website["bucket"], steps["puts"])
    finish(s3, website, steps, args.stage)
    report(steps, local, website, args.stage)


if __name__ == "__main__":
    cli.run(main)
