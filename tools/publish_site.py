#!/usr/bin/env python3
"""Publishes a folder as the app's website: uploads what changed, and tells what is gone from the folder.

    publish_site.py build/app.json site --stage prod [--website demo] [--delete]

Only objects that were published so are ever deleted, never those that lambdas wrote.
"""
import os
import uuid
from concurrent.futures import ThreadPoolExecutor

from aws import buckets, clients, stacks, stages
from deploy import addresses
from kit import cli, files, names
from kit.problems import problem
from website import page_config, site

AT_ONCE = 16  # as many as the client has connections
FEW = 30  # uploads that are told one by one


def chosen(app, name):
    """The website to publish to. Raises Problems if there is none, or no saying which."""
    sites = sorted(app["state"].get("website", {}))
    variable = f"{names.prefix(app['name'])}_WEBSITE"
    if not sites:
        raise problem("", 0, f"{app['name']} has no website",
                      f"a lambda that reads os.environ[\"{variable}\"] makes one, with the next `make deploy`")
    if name and name not in sites:
        raise problem("", 0, f"{app['name']} has no website {name!r}", f"website={sites[0]}"
                      if len(sites) == 1 else f"there are: {', '.join(sites)}")
    if not name and len(sites) > 1 and app["name"] not in sites:
        raise problem("", 0, f"which website? {app['name']} has {', '.join(sites)}", f"website={sites[0]}")
    return name or (app["name"] if app["name"] in sites else sites[0])


def contents(folder, package):
    """site.files_of the folder. Raises Problems if there is nothing, or if it must not be published."""
    if not os.path.isdir(folder):
        raise problem(folder, 0, "there is no such folder", "dir=... names the one to publish")
    if complaint := site.folder_complaint(folder, package):
        raise problem("", 0, *complaint)
    try:
        found = site.files_of(folder)
    except OSError as error:
        raise problem(error.filename, 0, f"cannot be read: {error.strerror}")
    if not found:
        raise problem(folder, 0, "there is nothing in it to publish", "an index.html would be a beginning")
    return found


def target(app, name, stage):
    """{"bucket", "distribution", "url", "domain", "outputs"} of a website. Raises Problems if it is not there."""
    cfn, stack = stages.client("cloudformation", app, stage), names.stack(app["name"], stage)
    described = stacks.described(cfn, stack)
    outputs = {each["OutputKey"]: each["OutputValue"] for each in (described or {}).get("Outputs", [])}
    id_ = names.logical_id(name, "website")
    if f"{id_}Name" not in outputs:
        raise stages.undeployed(app, stage, f"the website {name}")
    return {"bucket": outputs[f"{id_}Name"], "distribution": stacks.physical(cfn, stack, f"{id_}Distribution"),
            "url": clients.reachable(outputs[f"{id_}Url"], stage), "domain": outputs.get(f"{id_}DomainUrl"),
            "outputs": outputs}


def head(s3, bucket, key):
    """{"ours", "cache"} of an object."""
    said = s3.head_object(Bucket=bucket, Key=key)
    return {"ours": site.PUBLISHED_BY.items() <= said.get("Metadata", {}).items(), "cache": said.get("CacheControl")}


def planned(s3, bucket, local, args):
    """site.plan of the folder and the bucket."""
    listed = {each["Key"]: (each["ETag"].strip('"'), each["Size"]) for each in buckets.objects(s3, bucket)}
    changed, gone = site.uncertain(local, listed, args.all)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        heads = dict(zip([*changed, *gone], pool.map(lambda key: head(s3, bucket, key), [*changed, *gone])))
    return site.plan(local, listed, heads, args.delete, args.all)


def put(s3, bucket, each):
    """Uploads one file in one piece, so that its ETag is its MD5."""
    with open(each["path"], "rb") as body:
        s3.put_object(Bucket=bucket, Key=each["key"], Body=body, ContentType=each["type"],
                      CacheControl=each["cache"], Metadata=site.PUBLISHED_BY)


def upload(s3, bucket, puts):
    """All files that are no pages, then the pages; the first failure ends it."""
    done = 0
    for batch in ([each for each in puts if not site.is_page(each["key"])],
                  [each for each in puts if site.is_page(each["key"])]):
        with ThreadPoolExecutor(AT_ONCE) as pool:
            going = [pool.submit(put, s3, bucket, each) for each in batch]
            try:
                for each, one in zip(batch, going):
                    one.result()
                    done += 1
                    if len(puts) <= FEW or done % FEW == 0:
                        cli.say(f"  {done} of {len(puts)}  {each['key']}")
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise


def finish(s3, to, steps, stage):
    """Deletes, and has the edges forget what they would keep too long."""
    for start in range(0, len(steps["deletes"]), 1000):
        some = steps["deletes"][start:start + 1000]
        errors = s3.delete_objects(Bucket=to["bucket"], Delete={
            "Objects": [{"Key": key} for key in some], "Quiet": True}).get("Errors", [])
        if errors:
            raise problem("", 0, f"{errors[0]['Key']} cannot be deleted: {errors[0].get('Message', '')}")
    if steps["stale"]:
        clients.client("cloudfront", stage, "us-east-1").create_invalidation(
            DistributionId=to["distribution"], InvalidationBatch={
                "CallerReference": uuid.uuid4().hex,
                "Paths": {"Quantity": len(steps["stale"]), "Items": steps["stale"]}})


def tell(steps, local, to, stage):
    """What was done, what is left, and where to look."""
    cli.say(f"{len(steps['puts'])} put, {len(steps['deletes'])} deleted, "
            f"{len(local) - len(steps['puts'])} unchanged, {len(steps['others'])} of others' left alone")
    for key in steps["gone"]:
        cli.say(f"  no longer in the folder: {key} (delete=1 deletes it)")
    for name, what in (("index.html", "/ answers"), ("404.html", "what is not there answers")):
        if name not in local and name not in steps["others"]:
            cli.say(f"  there is no {name}: {what} with S3's own error")
    cli.say(to["url"] if stage == clients.LOCAL else to["domain"] or to["url"])
    if stage == clients.LOCAL and to["domain"]:
        cli.say(addresses.by_host({}, to["domain"], False))


@clients.told()
def main(argv):
    parser = stages.parser(__doc__)
    parser.add_argument("folder", help="what to publish")
    parser.add_argument("--website", default="", help="which, of several")
    parser.add_argument("--delete", action="store_true", help="delete what was published and is gone from the folder")
    parser.add_argument("--all", action="store_true", help="upload what has not changed too")
    parser.add_argument("--dry-run", action="store_true", help="only print what would be done")
    args = parser.parse_args(argv)
    app = files.read_json(args.app)
    name, local = chosen(app, args.website), contents(args.folder, app["package"])
    to, s3 = target(app, name, args.stage), stages.client("s3", app, args.stage)
    local = {**page_config.published(app, to["outputs"], args.stage), **local}
    steps = planned(s3, to["bucket"], local, args)
    if args.dry_run:
        return print("\n".join(site.lines(steps)) or "nothing to do")
    upload(s3, to["bucket"], steps["puts"])
    finish(s3, to, steps, args.stage)
    tell(steps, local, to, args.stage)


if __name__ == "__main__":
    cli.run(main)
