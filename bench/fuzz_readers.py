"""The subject of the fuzz benchmark: a small project, and for each kind of file that a user writes the functions of the tools that read it.

READERS is {kind: function}: it takes the bytes of one file (or name), returns a template or None, and raises Problems.
"""
import os
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

import create_layer
import invoke_lambda
import match_event
import new_lambda
from aws import secrets
from checks import imports, load, report
from deploy import boundary, stage_policies
from domain import domain_file
from expand_template import expanded
from generated_values import PATTERNS
from kit import settings
from kit.problems import Problem, Problems, problem
from mutated_code import SHARED
from push import zips
from push.layers import builds, layer_files
from scan import observing, scanning
from testkit import test_keys
from website import site

HANDLER = """

import os


def handler(event, context):
    return [os.environ["DEMO_TABLE"], os.environ["DEMO_BUCKET"], os.environ.get("SLACK_URL", ""), os.environ.get("LIMIT", ""),
            os.environ["DEMO_CLICKS_STREAM"], os.environ["DEMO_STRIPE_SECRET"], os.environ["DEMO_ORDERS_TABLE"], os.environ["DEMO_BUS"]]
"""
SETTINGS = ("name: demo\nenv: {SLACK_URL: x, LIMIT: 1}\nusers: {groups: [admin, staff]}\nalerts: {email: ann@example.com}\n"
            "vpcs: {main: {subnets: [subnet-0a1b2c3d4e5f60718], security_groups: [sg-0a1b2c3d4e5f60718]}}\n")
SHARING = b'"""infra: {}"""\nfrom lambdas import shared\n\n\ndef handler(event, context):\n    return shared.handler(event, context)\n'
INDEX = f'"""infra: {{}}"""{HANDLER}'
OTHERS = {"pages": "queue: {}", "deliver": "queue: {}", "tell": "topic: {}", "alarms": "topic: {}", "alarm": "topic: {}", "bank": "", "chart": "", "gate": "authorizer: {}"}
PROJECT = {"app.yaml": SETTINGS, "lambdas/__init__.py": "", "layers/web/requirements.txt": "flask==3.1.3\n", "lambdas/hello/index.py": INDEX,
           "domains/.keep": "", "site/index.html": "<h1>Hello</h1>", **SHARED,
           **{f"lambdas/{name}/index.py": f'"""infra: {{{word}}}"""\ndef handler(event, context): pass\n' for name, word in OTHERS.items()}}


def project(folder):
    """Writes an app of one lambda, one layer, one domain and one page into a folder, and stays there."""
    os.chdir(folder)
    for path, text in PROJECT.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text)


def with_policies(model, template):
    """The template, once `make policy` has written its documents."""
    facts = stage_policies.facts(model, "dev", "*")
    boundary.document(template, facts)
    stage_policies.policies(model, template, facts)
    return template


def template_of(data, path, before=b"", after=b""):
    """The template of the project with one file changed, or None. Raises Problems."""
    file = Path(path)
    original = file.read_bytes()
    file.write_bytes(before + data + after)
    try:
        model = scanning.scan(None, "app.yaml", {}, {})
        return with_policies(model, expanded(model))
    finally:
        file.write_bytes(original)


def read_settings(data):
    """app.yaml, as scan and check read it."""
    Path("other.yaml").write_bytes(data)
    load.settings_facts("other.yaml")
    return template_of(data, "app.yaml")


def read_block(data):
    """The docstring of a handler."""
    return template_of(data, "lambdas/hello/index.py", b'"""', b'"""' + HANDLER.encode())


def packed():
    """The template of the project, once its zips are listed. Raises Problems."""
    model = scanning.scan(None, "app.yaml", {}, {})
    zips.files_by_lambda(model)
    return expanded(model)


def checked():
    """The template of the project, once all checks have run, and its zips are listed. Raises Problems of files."""
    observed = observing.Cache()
    model = scanning.scan(None, "app.yaml", {}, {}, observed)
    template = expanded(model)
    subject, _to_cache = load.subject(model, "app.yaml", observed.entries)
    subject.parts()
    for finding in report.problems(subject):
        str(finding)
    zips.files_by_lambda(model)
    return template


def read_code(data):
    """The whole file of a handler, by scan and check."""
    Path("lambdas/hello/index.py").write_bytes(data)
    return checked()


def read_module(data):
    """A module that the handler imports."""
    Path("lambdas/hello/index.py").write_bytes(SHARING)
    Path("lambdas/shared.py").write_bytes(data)
    return checked()


def read_domain(data):
    """A domain's file, the names of its stages, and a stage written into it and taken out again."""
    app = {"name": "demo", "lambdas": {"hello": {"infra": {"endpoint": {}}}}, "state": {"website": {"demo": {}}}}
    Path("domains/example.com.yaml").write_bytes(data)
    domain = domain_file.read(app, "example.com")
    for stage in domain["stages"]:
        hosts = domain_file.hosts(app, "example.com", domain, stage)
        domain_file.certificate_names("example.com", [hosts["api"], *hosts["sites"].values()])
    domain_file.add_stage(app, "example.com", domain, "staging")
    domain_file.drop_stage("example.com", domain_file.read(app, "example.com"), "staging")
    domain_file.read(app, "example.com")


def read_requirements(data):
    """A layer's list, by all that reads it before pip does."""
    Path("layers/web/requirements.txt").write_bytes(data)
    gathered = load.layers("lambdas")
    imports.provided(gathered["web"])
    text = layer_files.read("web")
    path = layer_files.requirements("web")
    for _number, line in layer_files.lines(path, text):
        layer_files.is_loose(line), layer_files.display_text(line), layer_files.project(line), layer_files.local_path(line), layer_files.location(line)
    layer_files.unpinned(text)
    layer_files.local_path_problems(path, layer_files.lines(path, text))
    builds.warn_of_loose_lines(path, text)


def read_pins(data):
    """What `make layer pkg= version=` takes, the two on a line each, and the layer's name that follows."""
    pkg, _, version = data.decode("utf-8", "surrogateescape").replace("\0", "").partition("\n")
    for requirement in create_layer.requirement_lines(pkg, version):
        create_layer.check_name(layer_files.project(requirement))


def read_test(data):
    """A test.py, by check and by what decides whether it must run."""
    Path("lambdas/hello/index.py").write_text(INDEX)
    Path("lambdas/hello/test.py").write_bytes(data)
    checked()
    test_keys.keys(scanning.scan(None, "app.yaml", {}, {}), settings.read())


def read_word(data):
    """A recipe of the app's own, the word `own` of a lambda; one that ends in no template is the app's fault."""
    Path("words").mkdir(exist_ok=True)
    Path("words/own.py").write_bytes(data)
    template_of(b"infra: {own: {to: ann@team.org}}", "lambdas/hello/index.py", b'"""', b'"""' + HANDLER.encode())


def read_resources(data):
    """CloudFormation of the app's own; cfn-lint's findings in it are the person's: `make check` prints them."""
    name = "resources.json" if data[:1] == b"{" else "resources.yaml"
    try:
        Path(name).write_bytes(data)
        with_policies(model := scanning.scan(None, "app.yaml", {}, {}), expanded(model))
    finally:
        os.remove(name)


def read_match(data):
    """An event of `make match`, against patterns of all kinds."""
    Path("event.json").write_bytes(data)
    event = match_event.event_of("event.json")
    for pattern in PATTERNS:
        rule = {"lambda": "hello", "name": "x", "bus": "app", "pattern": {"detail": pattern}}
        match_event.verdicts([rule], event)


def read_event(data):
    """A file of `make invoke event=`."""
    Path("event.json").write_bytes(data)
    invoke_lambda.event_to_send({"lambdas": {"hello": {"infra": {}}}}, "local", "hello", "event.json")


def read_secrets(data):
    """The secrets of the local cloud."""
    Path(secrets.LOCAL_FILE).write_bytes(data)
    secrets.write_local("demo-other", "x")


def read_page(data):
    """A file that a website publishes: does it hold a secret?"""
    Path("site/page.txt").write_bytes(data)
    published = site.files_of("site")
    site.lines(site.plan(published, {}, {}))


def read_name(data):
    """One text as the name of a lambda, a module, a page, a layer, a domain, an app and a secret."""
    text = os.fsdecode(data.replace(b"\0", b"").replace(b"/", b"")) or "x"
    if text in (".", "..") or len(os.fsencode(text)) > 200:
        raise problem("", 0, "no file can have this name")
    refusals = [*settings.name_problems(text), *(Problem("", 0, *fault) for fault in new_lambda.form_problems(text, "queue", "demo"))]
    for path, read in ((f"lambdas/{text}/index.py", packed), (f"lambdas/hello/{text}", packed), (f"lambdas/{text}.py", packed),
                       (f"site/{text}", lambda: site.plan(site.files_of("site"), {}, {})),
                       (f"site/{text}/index.html", lambda: site.lines(site.plan(site.files_of("site"), {}, {}))),
                       (f"layers/{text}/requirements.txt", lambda: layer_files.local_packages_problems(layer_files.layer_names())),
                       (f"domains/{text}.yaml", domain_file.name_problems)):
        refusals += refused(path, read)
    if refusals:
        raise Problems(*refusals)


def refused(path, read):
    """[Problem] that reading raises while a file stands at a path; no file of the project is overwritten."""
    folders = [folder for folder in Path(path).parents if not folder.exists()]
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        with open(path, "x") as file:
            file.write(INDEX if path.endswith("/index.py") else HANDLER if path.endswith(".py") else "flask==3.1.3\n")
    except OSError:
        return []
    try:
        read()
    except Problems as problems:
        return [*problems.args]
    finally:
        os.remove(path)
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
    return []


READERS = {"settings": read_settings, "block": read_block, "code": read_code, "module": read_module, "domain": read_domain,
           "requirements": read_requirements, "pins": read_pins, "event": read_event, "secrets": read_secrets, "page": read_page,
           "name": read_name, "test": read_test, "word": read_word, "resources": read_resources, "match": read_match}
