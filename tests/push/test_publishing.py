"""Files that nobody means to publish: refused in zips, local packages of layers and websites, before anything is sent."""
import json
import os
from pathlib import Path

import pytest

import check_app
from kit import publishing
from push import zips
from push.layers import layer_files
from tests.fixtures.cases import cases
from tests.fixtures.problems import problems_of
from tests.fixtures.written_files import write_file
from website import site

BODY = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7"
KEY = f"-----BEGIN RSA PRIVATE KEY-----\n{BODY}\n-----END RSA PRIVATE KEY-----\n"
CERTIFICATE = f"-----BEGIN CERTIFICATE-----\n{BODY}\n-----END CERTIFICATE-----\n"
APP = {"package": "lambdas", "settings": {}, "lambdas": {"orders": {
    "name": "orders", "path": "lambdas/orders/index.py", "modules": ["lambdas/shared/dates.py"], "infra": {}}}}


@pytest.fixture
def project(own_folder):
    """An app of one lambda and a website to write files into: project("site/a", "text")."""
    for path in ("lambdas/__init__.py", "lambdas/shared/dates.py", "lambdas/orders/index.py", "site/index.html"):
        write_file(path)
    return write_file


def refused(work, *args):
    """[path: message] of what is refused; [] if nothing is."""
    problems = problems_of(work, *args).args
    assert all(problem.hint for problem in problems)
    return sorted(f"{problem.path}: {problem.message}" for problem in problems)


SECRET_NAMES = ["id_rsa", "id_ed25519", "server.pem", "Server.PEM", "a.key", "a.p12", "a.pfx", "all.kdbx", ".env",
                ".env.local", "prod.env", ".netrc", ".npmrc", ".pypirc", "credentials", "data/credentials", ".git-credentials",
                "terraform.tfstate", "rootkey.csv"]
PLAIN_NAMES = ["id_rsa.pub", "ca.crt", ".env.example", ".gitignore", ".DS_Store", "index.py~", "keys.json", "environment.txt",
               "pem.txt", ".idea/x.xml", ".git/config", "monkey.txt", "credentials.py"]


@cases("name", SECRET_NAMES)
@pytest.mark.parametrize("folder, work, args", [
    ("lambdas/orders", zips.files_by_lambda, [APP]), ("site", site.files_of, ["site"])])
def test_a_file_of_secrets_by_its_name_is_refused(project, folder, work, args, name):
    if not name.startswith(".") and "/" in name and folder == "lambdas/orders":
        project(f"{folder}/data/__init__.py")
    project(f"{folder}/{name}")
    (refusal,) = refused(work, *args)
    assert refusal.startswith(f"{folder}/{name}: {os.path.basename(name)} ") and "is not published" in refusal
    os.remove(f"{folder}/{name}")


@cases("name", PLAIN_NAMES)
@pytest.mark.parametrize("folder, work, args", [
    ("lambdas/orders", zips.files_by_lambda, [APP]), ("site", site.files_of, ["site"])])
def test_a_plain_name_is_not(project, folder, work, args, name):
    project(f"{folder}/{name}", CERTIFICATE)
    assert refused(work, *args) == []


def test_secrets_beside_a_shared_module_and_folders_of_them_are_refused(project):
    project("lambdas/shared/.env")
    project("lambdas/orders/.aws/credentials")
    project("lambdas/orders/tests/key.pem")  # tests are not packed
    project("lambdas/other/.env")  # nor is what no lambda uses
    assert refused(zips.files_by_lambda, APP) == ["lambdas/orders/.aws: .aws has the name of a file with secrets, and is not published",
                                                  "lambdas/shared/.env: .env has the name of a file with secrets, and is not published"]


@cases("text, is_refused", [
    (KEY, True), (KEY.replace("RSA ", ""), True), (KEY.replace("RSA ", "ENCRYPTED "), True), (f"\n{KEY}", True),
    (CERTIFICATE + KEY, True), (json.dumps({"private_key": KEY}), True), (f'KEY = """{KEY}"""', True),
    ("-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: 1\n\n" + BODY, True), ("PuTTY-User-Key-File-2: ssh-rsa", True),
    ("[default]\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n", True),
    ("-----BEGIN EC PRIVATE KEY-----\nx", True),
    ('if text.startswith("-----BEGIN PRIVATE KEY-----"):\n    pass', False), (CERTIFICATE, False),
    ("aws_secret_access_key = os.environ['KEY']", False), ("", False)])
def test_a_private_key_is_refused_whatever_its_name(project, text, is_refused):
    project("lambdas/orders/notes.txt", text)
    project("site/notes.txt", text)
    assert bool(refused(zips.files_by_lambda, APP)) == bool(refused(site.files_of, "site")) == is_refused


def test_a_link_that_stays_is_followed(project):
    project("site/a/page.html", "page")
    os.symlink("a/page.html", "site/linked.html")
    os.symlink("a", "site/b")
    assert sorted(site.files_of("site")) == ["a/page.html", "b/page.html", "index.html", "linked.html"]
    os.symlink("site", "dist")
    assert "b/page.html" in site.files_of("dist")
    os.symlink("../shared/dates.py", "lambdas/orders/dates.py")
    assert "lambdas/orders/dates.py" in zips.files_by_lambda(APP)["orders"]


@pytest.mark.parametrize("target, link, message", [
    ("../outside.txt", "site/x.txt", "a link that leaves site is not published"),
    ("/etc/hostname", "site/x.txt", "a link that leaves site is not published"),
    ("..", "site/up", "a link that leaves site is not published"),
    ("../lambdas", "site/code", "a link that leaves site is not published"),
    (".", "site/again", "a link to a folder that contains the link"),
    (".git/config", "site/x.txt", "a link to a hidden file is not published"),
    ("nothing", "site/x.txt", "cannot be read: No such file or directory"),
    ("x.txt", "site/x.txt", "cannot be read: Too many levels of symbolic links"),
    ("../../outside.txt", "lambdas/orders/x.txt", "a link that leaves lambdas is not published"),
    ("../../outside.txt", "lambdas/shared/dates.py", "a link that leaves lambdas is not published"),
    ("nothing", "lambdas/orders/x.txt", "cannot be read: No such file or directory")])
def test_a_link_that_leaves_or_has_no_end_is_refused(project, target, link, message):
    project("outside.txt", "not the website's")
    project("site/.git/config")
    Path(link).unlink(missing_ok=True)
    os.symlink(target, link)
    work, folder = (site.files_of, "site") if link.startswith("site") else (zips.files_by_lambda, APP)
    assert refused(work, folder) == [f"{link}: {message}"]


def test_links_that_lead_round_in_two_steps_end(project):
    project("site/a/x.txt")
    project("site/b/y.txt")
    os.symlink("../b", "site/a/b")
    os.symlink("../a", "site/b/a")
    assert refused(site.files_of, "site") == ["site/a/b/a: a link to a folder that contains the link",
                                              "site/b/a/b: a link to a folder that contains the link"]


def test_a_pipe_is_not_read(project):
    os.mkfifo("lambdas/orders/pipe")
    os.mkfifo("site/pipe")
    assert refused(zips.files_by_lambda, APP) == ["lambdas/orders/pipe: is no file that can be published"]
    assert refused(site.files_of, "site") == ["site/pipe: is no file that can be published"]


def test_a_local_package_of_a_layer_is_looked_at_too(project):
    project("libs/shapes/shapes/key.pem")
    project("libs/shapes/.git/config")
    assert [each.path for each in layer_files.unpublishable("libs/shapes")] == ["libs/shapes/shapes/key.pem"]


def test_check_reports_it_before_anything_is_sent(project, monkeypatch):
    project("lambdas/orders/id_rsa")
    assert [each.path for each in check_app.zip_problems(APP)] == ["lambdas/orders/id_rsa"]
    assert check_app.zip_problems({**APP, "lambdas": {}}) == []
    assert publishing.name_problem("id_rsa")[1]


@pytest.mark.parametrize("name, message", [
    (b"a\xff.txt", "lambdas/orders/a\\xff.txt: its name is not UTF-8"),
    (b"data/\xff/a.txt", "lambdas/orders/data/\\xff/a.txt: its name is not UTF-8"),
    (b".env.\xff", "lambdas/orders/.env.\\xff: .env.\\xff has the name of a file with secrets, and is not published"),
    (b"a\nb.txt", "lambdas/orders/a\\nb.txt: its name has a control character")])
def test_a_name_that_the_cloud_does_not_take_is_refused(project, name, message):
    project(os.fsdecode(b"lambdas/orders/" + name))
    assert refused(zips.files_by_lambda, APP) == [message]
    assert [f"{problem.path}: {problem.message}" for problem in check_app.zip_problems(APP)] == [message]
