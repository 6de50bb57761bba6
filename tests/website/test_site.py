"""A website's folder: how each file is said to be, what is uploaded, and what is never touched."""
import json
import os
from pathlib import Path

import boto3
import pytest

import publish_site
from aws import clients
from kit.problems import Problems
from testkit.mock import mocked
from tests.fixtures.cases import cases, results
from tests.fixtures.deploys import APP
from tests.fixtures.fake_cloudformation import World
from tests.fixtures.problems import problems_of
from website import site

BUCKET = "demo-dev-demowebsite-1"
ARGS = ["app.json", "site", "--stage", "dev"]
PAGE, LASTING = "text/html; charset=utf-8", "public, max-age=31536000, immutable"

test_a_file_has_the_content_type_that_browsers_need = results(site.content_type, [
    ("index.html", PAGE), ("a/b.HTM", PAGE), ("app.js", "text/javascript; charset=utf-8"),
    ("app.mjs", "text/javascript; charset=utf-8"), ("site.css", "text/css; charset=utf-8"),
    ("logo.svg", "image/svg+xml; charset=utf-8"), ("feed.rss", "application/rss+xml; charset=utf-8"),
    ("notes.md", "text/markdown; charset=utf-8"), ("robots.txt", "text/plain; charset=utf-8"),
    ("app.webmanifest", "application/manifest+json"), ("mod.wasm", "application/wasm"), ("data.json", "application/json"),
    ("app.js.map", "application/json"), ("a.png", "image/png"), ("a.jpeg", "image/jpeg"), ("f.woff2", "font/woff2"),
    ("x.webp", "image/webp"), ("x.avif", "image/avif"), ("favicon.ico", "image/x-icon"), ("a.pdf", "application/pdf"),
    ("all.csv.gz", "application/gzip"), ("v.mp4", "video/mp4"), ("sitemap.xml", "application/xml; charset=utf-8"),
    (".well-known/apple-app-site-association", "application/json"), ("LICENSE", "application/octet-stream"),
    ("a.unheard-of", "application/octet-stream")])


@cases("name, lasts", [
    ("main.3f2a1b4c.js", True), ("main.3f2a1b4c.js.map", True), ("logo-3f2a1b4c5d6e.png", True),
    ("assets/index-BkH3s9Qd.js", True), ("assets/index-BkH3s9Qd.css", True), ("index-Bk_3-9Qd.mjs", True),
    ("index.html", False), ("photo-20240131.jpg", False), ("my-elements.js", False), ("app.js", False),
    ("report-Jan2024A.pdf", False), ("my-deadbeef.js", False), ("a3f2a1b4c.js", False), ("docs/", False)])
def test_only_a_name_with_a_hash_is_cached_without_end(name, lasts):
    assert (site.cache_control(name) == LASTING) == lasts
    assert site.cache_control(name) in (LASTING, "public, max-age=0, s-maxage=60, must-revalidate")


test_the_cache_control_of_a_file_depends_on_its_name = results(site.cache_seconds, [
    (LASTING, 31536000), (site.CHANGING, 60), (None, 60), ("", 60), ("no-store", 0), ("private, max-age=900", 0),
    ("max-age=3600", 3600), ("max-age=3600, s-maxage=5", 5), ("max-age=soon", 60)])


def test_pages_come_after_what_they_refer_to_and_a_folder_answers_with_its_index(tmp_path):
    for name in ("index.html", "docs/index.html", "app.js", ".DS_Store", ".git/config", ".well-known/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    local = site.files_of(tmp_path)
    steps = site.plan(local, {}, {})
    assert [each["key"] for each in steps["puts"]] == [".well-known/x.txt", "app.js", "docs/", "docs/index.html", "index.html"]
    assert steps["puts"][2] == {"key": "docs/", "path": str(tmp_path / "docs/index.html"), "size": 15, "type": PAGE,
                                "cache": site.CHANGING}
    assert [steps[word] for word in ("deletes", "gone", "others", "stale")] == [[], [], [], []]


LOCAL = {"same.css": {"path": "same.css", "size": 3, "md5": "1"}, "new.css": {"path": "new.css", "size": 3, "md5": "2"},
         "changed a.css": {"path": "changed a.css", "size": 3, "md5": "3"}}
LISTED = {"same.css": ("1", 3), "changed a.css": ("0", 3), "gone.css": ("4", 1), "lambdas.html": ("5", 1)}
HEADS = {"changed a.css": {"ours": True, "cache": "max-age=3600"}, "gone.css": {"ours": True, "cache": LASTING},
         "lambdas.html": {"ours": False, "cache": LASTING}}


@pytest.mark.parametrize("delete, everything, puts, deletes, gone, stale", [
    (False, False, ["changed a.css", "new.css"], [], ["gone.css"], ["/changed%20a.css"]),
    (True, False, ["changed a.css", "new.css"], ["gone.css"], [], ["/changed%20a.css", "/gone.css"]),
    (False, True, ["changed a.css", "new.css", "same.css"], [], ["gone.css"], ["/changed%20a.css"])])
def test_what_changed_goes_up_and_only_what_we_published_goes(delete, everything, puts, deletes, gone, stale):
    heads = {**HEADS, "same.css": {"ours": True, "cache": None}}
    assert site.uncertain(LOCAL, LISTED) == (["changed a.css"], ["gone.css", "lambdas.html"])
    steps = site.plan(LOCAL, LISTED, heads, delete, everything)
    assert [each["key"] for each in steps["puts"]] == puts
    assert (steps["deletes"], steps["gone"], steps["others"]) == (deletes, gone, ["lambdas.html"])
    assert steps["stale"] == stale


def test_an_object_of_a_multipart_upload_is_uploaded_again():
    assert site.uncertain(LOCAL, {"same.css": ("1-2", 3)}) == (["same.css"], [])
    assert site.uncertain(LOCAL, {"same.css": ("1", 4)}) == (["same.css"], [])


test_an_invalidation_names_paths_until_all_at_once_is_cheaper = results(site.paths, [
    ([], []), (["index.html"], ["/", "/index.html"]), (["a b/ü.html"], ["/a%20b/%C3%BC.html"]),
    ([f"{number}.js" for number in range(11)], ["/*"])])


@pytest.fixture
def s3(own_folder, monkeypatch):
    """A deployed app with a website, a folder, and moto's S3."""
    Path("app.json").write_text(json.dumps({**APP, "state": {**APP["state"], "website": {"demo": {}}}}))
    for name, text in (("index.html", "<h1>"), ("img/a.png", "png"), ("docs/index.html", "docs")):
        Path("site", name).parent.mkdir(parents=True, exist_ok=True)
        Path("site", name).write_text(text)
    monkeypatch.setattr(publish_site, "target", lambda app, name, stage: {
        "bucket": BUCKET, "distribution": distribution, "url": "https://e1.cloudfront.net", "domain": None,
        "outputs": {}})
    with mocked():
        made = boto3.client("cloudfront", region_name="us-east-1").create_distribution(DistributionConfig={
            "CallerReference": "a", "Comment": "", "Enabled": True,
            "Origins": {"Quantity": 1, "Items": [{"Id": "a", "DomainName": "a.example.net", "CustomOriginConfig": {
                "HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"}}]},
            "DefaultCacheBehavior": {"TargetOriginId": "a", "ViewerProtocolPolicy": "allow-all"}})
        distribution = made["Distribution"]["Id"]
        client = boto3.client("s3", region_name="eu-west-1")
        client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        yield client


def published(s3):
    """{key: (content type, cache control, whether it is marked as ours)}"""
    found = {}
    for each in s3.list_objects_v2(Bucket=BUCKET).get("Contents", []):
        said = s3.head_object(Bucket=BUCKET, Key=each["Key"])
        found[each["Key"]] = said["ContentType"], said.get("CacheControl"), said["Metadata"] == {"published-by": "pareto"}
    return found


def invalidated():
    """The paths of all invalidations so far."""
    client = boto3.client("cloudfront", region_name="us-east-1")
    id_ = client.list_distributions()["DistributionList"]["Items"][0]["Id"]
    listed = client.list_invalidations(DistributionId=id_)["InvalidationList"].get("Items", [])
    return [path for each in listed for path in client.get_invalidation(
        DistributionId=id_, Id=each["Id"])["Invalidation"]["InvalidationBatch"]["Paths"]["Items"]]


def test_a_folder_is_published_once_and_only_what_changes_again(s3, capsys):
    publish_site.main([*ARGS, "--dry-run"])
    assert capsys.readouterr().out.splitlines() == [
        f"put img/a.png (3 bytes, image/png, {site.CHANGING})", f"put docs/ (4 bytes, {PAGE}, {site.CHANGING})",
        f"put docs/index.html (4 bytes, {PAGE}, {site.CHANGING})", f"put index.html (4 bytes, {PAGE}, {site.CHANGING})"]
    assert published(s3) == {}
    publish_site.main(ARGS)
    page, picture = (PAGE, site.CHANGING, True), ("image/png", site.CHANGING, True)
    assert published(s3) == {"docs/": page, "docs/index.html": page, "img/a.png": picture, "index.html": page}
    assert capsys.readouterr().err.endswith(
        "4 put, 0 deleted, 0 unchanged, 0 that lambdas wrote stay as they are\n"
        "  there is no 404.html: a path without a file returns S3's own error\nhttps://e1.cloudfront.net\n")
    Path("site/index.html").write_text("<h2>")
    os.utime("site/img/a.png")
    publish_site.main(ARGS)
    assert capsys.readouterr().err.startswith("  1 of 1  index.html\n1 put, 0 deleted, 3 unchanged, 0 that lambdas wrote stay as they are\n")
    publish_site.main([*ARGS, "--dry-run"])
    assert capsys.readouterr().out == "nothing to do\n"
    publish_site.main([*ARGS, "--all"])
    assert "4 put, 0 deleted, 0 unchanged" in capsys.readouterr().err
    assert invalidated() == []


def test_objects_of_lambdas_stay_and_delete_removes_those_without_a_file(s3, capsys):
    s3.put_object(Bucket=BUCKET, Key="report.html", Body=b"by a lambda")
    s3.put_object(Bucket=BUCKET, Key="index.html", Body=b"by a lambda", CacheControl="max-age=3600")
    publish_site.main(ARGS)
    assert invalidated() == ["/", "/index.html"]
    for name in ("docs/index.html", "img/a.png"):
        Path("site", name).unlink()
    capsys.readouterr()
    publish_site.main(ARGS)
    told = capsys.readouterr().err
    assert "  no longer in the folder: docs/ (delete=1 deletes it)\n" in told and "report" not in told
    assert len(published(s3)) == 5
    publish_site.main([*ARGS, "--delete"])
    assert published(s3).keys() == {"index.html", "report.html"}
    assert "0 put, 3 deleted, 1 unchanged, 1 that lambdas wrote stay as they are\n" in capsys.readouterr().err


def test_an_upload_that_fails_ends_it_and_the_rest_is_done_the_next_time(s3, monkeypatch):
    put = publish_site.put

    def failing(s3, bucket, each):
        if each["key"] == "docs/":
            raise OSError("full")
        put(s3, bucket, each)
    monkeypatch.setattr(publish_site, "put", failing)
    with pytest.raises(OSError, match="full"):
        publish_site.main(ARGS)
    assert "docs/" not in published(s3) and "img/a.png" in published(s3)
    monkeypatch.setattr(publish_site, "put", put)
    publish_site.main(ARGS)
    assert len(published(s3)) == 4


@cases("sites, name, answer", [
    ({}, "", "demo has no website\n  hint: a lambda that reads os.environ[\"DEMO_WEBSITE\"] adds one, with the next `make deploy`"),
    ({"demo": {}}, "demoo", "demo has no website 'demoo'\n  hint: website=demo"),
    ({"demo-a": {}, "demo-b": {}}, "", "which website? demo has demo-a, demo-b\n  hint: website=demo-a"),
    ({"demo": {}, "demo-b": {}}, "", None), ({"demo-b": {}}, "", None), ({"demo": {}, "demo-b": {}}, "demo-b", None)])
def test_the_default_website_is_the_apps_own(sites, name, answer):
    app = {**APP, "state": {"website": sites}}
    if answer is None:
        assert publish_site.website_name(app, name) == (name or ("demo" if "demo" in sites else "demo-b"))
        return
    assert str(problems_of(publish_site.website_name, app, name)) == answer


def test_a_missing_or_empty_folder_is_a_problem(tmp_path):
    with pytest.raises(Problems, match="there is no such folder\n  hint: dir=... names the folder to publish"):
        publish_site.contents(str(tmp_path / "site"), "lambdas")
    (tmp_path / ".hidden").touch()
    with pytest.raises(Problems, match="the folder has no files to publish"):
        publish_site.contents(str(tmp_path), "lambdas")


def test_a_website_that_is_not_deployed_is_a_problem(monkeypatch):
    world = World()
    monkeypatch.setattr(clients, "client", lambda service, stage, region, **_: world.client)
    with pytest.raises(Problems, match="the website demo is not deployed in stage local\n  hint: `make deploy`"):
        publish_site.target(APP, "demo", "local")
    world.stack("CREATE_COMPLETE")
    with pytest.raises(Problems, match="the website demo is not deployed in stage local"):
        publish_site.target(APP, "demo", "local")
