"""Which names a domain has in a stage, and what its file says of them."""
from pathlib import Path

import pytest

from domain import domain_file
from kit.problems import Problems
from tests.fixtures.cases import cases
from tests.fixtures.domains import APP
from tests.fixtures.problems import problems_of
from tests.fixtures.written_files import write_files


@cases("said, stage, api, sites", [
    ({}, "prod", "api.example.com", {"demo": "example.com", "demo-docs": "demo-docs.example.com"}),
    ({}, "dev", "dev-api.example.com", {"demo": "dev.example.com", "demo-docs": "dev-demo-docs.example.com"}),
    ({"prefix": "shop"}, "prod", "shop-api.example.com",
     {"demo": "shop.example.com", "demo-docs": "demo-docs.example.com"}),
    ({"prefix": "shop"}, "dev", "dev-shop-api.example.com",
     {"demo": "dev-shop.example.com", "demo-docs": "dev-demo-docs.example.com"}),
    ({"api": "rest.eu.example.com", "websites": {"demo": "www.example.com"}}, "dev", "dev-rest.eu.example.com",
     {"demo": "dev-www.example.com", "demo-docs": "dev-demo-docs.example.com"}),
])
def test_names_of_a_stage_are_one_label_below_the_domain_unless_chosen(said, stage, api, sites):
    said = {"prefix": "", "websites": {}, "stages": {"prod": "", "dev": "dev"}, **said}
    assert domain_file.hosts(APP, "example.com", said, stage) == {"api": api, "sites": sites}


@pytest.mark.parametrize("hosts, names", [
    (["api.example.com", "example.com"], ["example.com", "*.example.com"]),
    (["rest.eu.example.com"], ["example.com", "*.example.com", "*.eu.example.com"]),
])
def test_one_wildcard_covers_all_names_but_those_further_down(hosts, names):
    assert domain_file.certificate_names("example.com", hosts) == names
    assert all(domain_file.covered(host, names) for host in hosts)
    assert not domain_file.covered("a.b.example.com", names)


@pytest.mark.parametrize("text, complaint", [
    ("stages: {prod: '', dev: ''}", ":1: prod and dev would have the same names\n  hint: `dev: dev` puts dev- before them"),
    ("api: api.exampel.com", ":1: api.exampel.com is no name of example.com\n"),
    ("websites:\n  demoo: example.com", ":2: the app has no website 'demoo'\n  hint: did you mean 'demo'?"),
    ("prefiks: a", ":1: the domain's file has no field 'prefiks'\n  hint: did you mean 'prefix'?"),
    ("stages: [prod]", ":1: stages must be a mapping"),
    ("prefix: -a-", ":1: prefix cannot be '-a-'"),
    ("a: [", ":1: not YAML"),
])
def test_a_mistake_in_the_domains_file_has_its_line(own_folder, text, complaint):
    write_files({"domains/example.com.yaml": text})
    assert f"domains/example.com.yaml{complaint}" in str(problems_of(domain_file.read, APP, "example.com"))


@pytest.mark.parametrize("before, after", [
    ("prefix: shop\n", 'prefix: shop\nstages:\n  dev: dev\n'),
    ('prefix: shop', 'prefix: shop\nstages:\n  dev: dev\n'),
    ('stages:  # which\n    prod: ""\nprefix: shop\n', 'stages:  # which\n    prod: ""\n    dev: dev\nprefix: shop\n'),
    ("stages:\nprefix: shop\n", "stages:\n  dev: dev\nprefix: shop\n"),
])
def test_a_stage_is_written_into_the_file_and_out_of_it(own_folder, before, after):
    Path("domains").mkdir()
    file = Path("domains/example.com.yaml")
    file.write_text(before)
    domain_file.add_stage(APP, "example.com", domain_file.read(APP, "example.com"), "dev")
    assert file.read_text() == after
    domain_file.add_stage(APP, "example.com", domain_file.read(APP, "example.com"), "dev")
    assert file.read_text() == after
    domain_file.drop_stage("example.com", domain_file.read(APP, "example.com"), "dev")
    assert domain_file.read(APP, "example.com")["stages"].keys() == {"prod"} & {*before.split(), *before.replace(":", " ").split()}


def test_stages_that_are_not_one_to_a_line_are_left_to_the_person(own_folder):
    write_files({"domains/example.com.yaml": 'stages: {prod: ""}\n'})
    with pytest.raises(Problems, match="yaml:1: the stages are not one to a line\n  hint: write `dev: dev`"):
        domain_file.add_stage(APP, "example.com", domain_file.read(APP, "example.com"), "dev")
