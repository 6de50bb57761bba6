#!/usr/bin/env python3
"""How the local cloud differs from moto: which of moto's own tests pass on moto's server, and fail on the local cloud.

    bench/measure_moto.py [--services sqs,sns] [--list]

Downloads the source of moto, whose tests run once against moto's server and once against the local cloud. Prints for each
service: tests, of these pass on moto's server, of these pass on the local cloud, differ. bench/moto_differences.toml has the
reason of each difference; exit 1 if one has none, or if a row there matches nothing.
"""
import argparse
import collections
import importlib.metadata
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import xml.etree.ElementTree as ElementTree
from pathlib import Path

BENCH = Path(__file__).resolve().parent
FOLDER = BENCH.parent / "build" / "bench" / "moto"
# What moto's tests import, and we do not. Later pyotp refuses the short secret of one of them.
REQUIREMENTS = ["envs==1.4", "freezegun==1.5.5", "pycognito==2024.5.1", "pyjwt==2.15.1", "pyotp==2.9.0"]
SERVICES = """acm apigateway apigatewayv2 awslambda cloudformation cloudfront cloudwatch cognitoidp dynamodb dynamodbstreams
ecr events firehose iam kinesis kms logs route53 s3 scheduler secretsmanager ses sns sqs ssm stepfunctions sts""".split()
BOTO3 = {"awslambda": "lambda", "cognitoidp": "cognito-idp"}  # names of services that differ
# Tests that call no server: of moto's functions, and of its Flask application in the process of the test.
INTERNAL = ["*test_server.py", "*/stepfunctions/parser/*"]


def moto_tests():
    """The folder that has moto's tests, and beside it the packages that they import. Downloads what is missing."""
    version = importlib.metadata.version("moto")
    root = FOLDER / f"moto-{version}"
    if not (root / "packages").exists():
        pip = [sys.executable, "-m", "pip", "--quiet"]
        subprocess.run([*pip, "download", "--no-deps", "--no-binary", "moto", "-d", FOLDER, f"moto=={version}"], check=True)
        with tarfile.open(FOLDER / f"moto-{version}.tar.gz") as archive:
            archive.extractall(FOLDER, [member for member in archive if member.name.startswith(f"moto-{version}/tests/")],
                               filter="data")
        (root / "pytest.ini").write_text("[pytest]\n")  # not Pareto's
        subprocess.run([*pip, "install", "--no-deps", "--target", root / "packages", *REQUIREMENTS], check=True)
    return root


def outcomes(root, service, target):
    """{test: message of its failure, "" if it passed} of moto's tests; those that were skipped are not there.

    target  server, or local
    """
    report = FOLDER / f"{service}-{target}.xml"
    report.unlink(missing_ok=True)
    environment = {**os.environ, "MOTO_TESTS_TARGET": target, "MOTO_TESTS_SERVICE": BOTO3.get(service, service),
                   "PYTHONPATH": f"{BENCH}:{root / 'packages'}"}
    log = report.with_suffix(".log")
    subprocess.run([sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal", "-p", "moto_server_mode",
                    "-p", "no:cacheprovider", "--tb=short", f"--junitxml={report}",
                    "-m", "not network and not requires_docker", *(f"--ignore-glob={pattern}" for pattern in INTERNAL),
                    f"tests/test_{service}"], cwd=root, env=environment, stdout=log.open("w"), stderr=subprocess.STDOUT)
    if not report.exists() or 'message="collection failure"' in report.read_text():
        sys.exit(f"pytest did not run all tests: see {log}")
    return {f"{case.get('classname').removeprefix('tests.')}.{case.get('name')}": failure_of(case)
            for case in ElementTree.parse(report).iter("testcase") if case.find("skipped") is None}


def failure_of(case):
    """The text of the failure in a testcase of JUnit's XML, "" without one."""
    return "".join(part.text or part.get("message") or "failed" for part in case if part.tag in ("failure", "error"))


def kind_of(kinds, test, failure):
    """The name of the first kind of which a pattern matches a test's name or its failure, else None."""
    return next((name for name, kind in kinds.items()
                 if any(re.search(pattern, test) for pattern in kind.get("tests", []))
                 or any(re.search(pattern, failure) for pattern in kind.get("failures", []))), None)


def differences(root, service, kinds):
    """[(test, name of its kind or None, failure)] of a service, whose numbers it prints."""
    server, local = (outcomes(root, service, target) for target in ("server", "local"))
    passing = [test for test, failure in server.items() if not failure]
    failing = [(test, local.get(test, "not run")) for test in passing if local.get(test, "not run")]
    print(f"{service:16} {len(server):6} {len(passing):6} {len(passing) - len(failing):6} {len(failing):6}", flush=True)
    return [(test, kind_of(kinds, test, failure), failure) for test, failure in failing]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--services", default=",".join(SERVICES), help="folders of moto's tests, without test_")
    parser.add_argument("--list", action="store_true", help="print each difference")
    args = parser.parse_args()
    if unknown := set(args.services.split(",")) - set(SERVICES):
        parser.error(f"{', '.join(unknown)}: not one of {', '.join(SERVICES)}")
    kinds = tomllib.loads((BENCH / "moto_differences.toml").read_text())
    root, services = moto_tests(), args.services.split(",")
    print("service           tests  moto's   here  differ")
    rows = [row for service in services for row in differences(root, service, kinds)]
    counts = collections.Counter(kind for _test, kind, _failure in rows)
    for kind, count in counts.most_common():
        print(f"{count:5}  {kinds[kind]['reason'] if kind else 'without a reason'}")
    for test, kind, failure in rows:
        if args.list or not kind:
            print(f"{kind or 'without a reason'}: {test}: {failure.strip().splitlines()[-1][:300]}")
    unused = [kind for kind in kinds if kind not in counts and services == SERVICES]
    for kind in unused:
        print(f"moto_differences.toml: {kind} matches no test")
    sys.exit(bool(None in counts or unused))


if __name__ == "__main__":
    main()
