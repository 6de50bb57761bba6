#!/usr/bin/env python3
"""Prepares the app's names under a domain: certificates, and the DNS records that prove that the domain is ours.

    setup_domain.py build/app.json --stage prod --name example.com
    setup_domain.py build/app.json --stage prod --name example.com --delete

The next deploy serves the names. It reads the state in the cloud, makes the missing calls, and reads the state again;
so it can be killed and repeated at any point, and a second run changes nothing. It deletes only resources with its tag.
"""
import time
import uuid
from pathlib import Path

from aws import clients, stages
from aws.app import AppModel
from aws.app_file import read_model
from deploy import addresses
from domain import certificates, domain_file, domain_plan, domain_state, zones
from kit import cli, files, settings
from kit.problems import Problem, Problems, problem
from recipes import domain as recipe

PAUSES = {clients.LOCAL: 0.1}  # seconds between two reads of the state
PAUSE = 5
SLOW = 20  # seconds between two messages while it waits
PATIENCE = 15 * 60  # seconds; ACM needs a few minutes to see the record


def domain_name(name):
    """("example.com", whether app.yaml has it). Raises Problems if it is not valid, or not the app's domain.

    name  as the person wrote it; default: that of app.yaml
    """
    setting = settings.read()["domain"]
    name = (name or setting or "").lower().rstrip(".")
    if not name:
        raise problem("", 0, "which domain? write name=example.com", f"or `domain: example.com` in {settings.FILE}")
    if not domain_file.DOMAIN.fullmatch(name):
        raise problem("", 0, f"{name!r} is not a domain", "name=example.com")
    if setting and setting != name:
        raise problem(settings.FILE, settings_line(), f"the app's domain is {setting}, not {name}",
                      "change the line: an app has one")
    return name, bool(setting)


def settings_line():
    """The line of app.yaml that begins with `domain:`, 0 if none does."""
    rows = Path(settings.FILE).read_text(encoding="utf-8").splitlines()
    return next((number for number, row in enumerate(rows, 1) if row.startswith("domain:")), 0)


def write_settings(app, domain, domain_settings, stage, is_set):
    """Write the domain to app.yaml, and the stage to the domain's file, where they are missing."""
    if not is_set:
        text = Path(settings.FILE).read_text(encoding="utf-8")
        newline = "" if text.endswith("\n") else "\n"
        files.write_bytes(settings.FILE, f"{text}{newline}domain: {domain}\n".encode())
        cli.say(f"{settings.FILE}: domain: {domain}")
    written = domain_file.add_stage(app, domain, domain_settings, stage)
    if written:
        cli.say(f"{written}: stage {stage}")


def perform(request, steps):
    """Make the calls, and print each. -> [(region, ARN)] of the requested certificates"""
    requested = []
    for step in steps:
        cli.say(f"  {step['says']}")
        client = domain_state.client(request, step["service"], step["region"])
        response = getattr(client, step["operation"])(**step["arguments"])
        if "CertificateArn" in response:
            requested.append((step["region"], response["CertificateArn"]))
    return requested


def set_up(request):
    """Make all calls until the certificates are issued. -> the state then, see domain_state. Raises Problems."""
    requested, pending, token = [], set(), uuid.uuid4().hex
    start = last_report = time.monotonic()
    while True:
        state = domain_state.current_state(request, requested)
        waiting = domain_plan.waiting(request, state)
        pending |= {certificate["arn"] for certificate in waiting.values()} | {arn for _region, arn in requested}
        failed = [certificate for certificates_ in state["certificates"].values() for certificate in certificates_
                  if certificate["arn"] in pending and certificate["status"] in certificates.FINAL_STATUSES]
        problems = [Problem("", 0, *certificates.failure(certificate)) for certificate in failed]
        problems += domain_plan.problems(request, state)
        if problems:
            raise Problems(*problems)
        steps = domain_plan.steps(request, state, token)
        requested += perform(request, steps)
        if steps:
            continue
        if not waiting:
            return state
        if last_report == start or time.monotonic() - last_report > SLOW:
            last_report = time.monotonic()
            cli.say(f"{last_report - start:6.1f}s  waiting for ACM to issue the certificate in "
                    f"{', '.join(sorted(waiting))}")
        if time.monotonic() - start > PATIENCE:
            raise timeout_problem(request, state)
        time.sleep(PAUSES.get(request["stage"], PAUSE))


def timeout_problem(request, state):
    """The Problems of a certificate that is not issued: mostly the registrar does not name this zone."""
    servers = ", ".join(zones.servers(domain_state.client(request, "route53"), state["zone"]["id"]))
    return problem("", 0, f"ACM has not seen its record of {request['domain']} for {PATIENCE // 60} minutes",
                   f"does the registrar name these name servers: {servers}? Then repeat the command")


def remove(request, command):
    """Deletes the resources that Pareto created and nothing uses. Raises Problems while the app still serves the names.

    command  the `make` command that deletes the rest later
    ->       whether nothing is left
    """
    state = domain_state.current_state(request)
    if state["ours"]:
        raise problem("", 0, f"the app still serves {', '.join(sorted(state['ours']))}",
                      f"`make deploy{stages.variable(request['stage'])}` removes the names, then `{command}`")
    steps, stays = domain_plan.removal(request, state)
    perform(request, steps)
    for line in stays:
        cli.say(f"  {line}")
    cli.say(f"{request['domain']}: nothing that this app made is left in stage {request['stage']}" if not stays else
            f"{request['domain']}: repeat once they are no longer used")
    return not stays


def main(argv):
    parser = stages.parser(__doc__)
    parser.add_argument("--name", default="", help="the domain (default: the one of app.yaml)")
    parser.add_argument("--listed", action="store_true", help="do nothing unless the domain's file lists the stage")
    parser.add_argument("--delete", action="store_true", help="delete what was made for the stage, if unused")
    parser.add_argument("--dry-run", action="store_true", help="only print what would be done")
    parser.add_argument("-o", "--out", default="", help="where the parameters go (build/STAGE/domains/NAME.json)")
    run(parser.parse_args(argv))


@clients.errors_as_problems()
def run(args):
    """Plans, shows or executes the calls for a domain, as the arguments of main() require."""
    app: AppModel = read_model(args.app)
    if unreadable := domain_file.name_problems():
        raise Problems(*unreadable)
    if args.listed and not (args.name or settings.read()["domain"]):
        return None
    domain, is_set = domain_name(args.name)
    app = {**app, "settings": {**app["settings"], "domain": domain}}
    domain_settings = domain_file.read(app, domain)
    out = args.out or f"build/{args.stage}/domains/{domain}.json"
    listed = args.stage in domain_settings["stages"]
    if args.listed and not listed:
        return files.write_json(out, {"parameters": {}})
    stage_settings = domain_settings if listed else {
        **domain_settings, "stages": {**domain_settings["stages"], args.stage: domain_file.default_part(args.stage)}}
    hosts = domain_file.hosts(app, domain, stage_settings, args.stage)
    request = domain_state.desired_state(app, args.stage, domain, stage_settings, hosts)
    if args.dry_run:
        return show_calls(request, args.delete)
    if args.delete:
        domain_file.drop_stage(domain, domain_settings, args.stage)
        files.write_json(out, {"parameters": {}})
        is_removed = remove(request, f"make domain name={domain} delete=1{stages.variable(args.stage)}")
        if is_removed and is_set and not {*domain_settings["stages"]} - {args.stage}:
            report_unused_setting(domain)
        return None
    if not request["regions"]:
        raise problem("", 0, f"{app['name']} has neither an endpoint nor a website: a name would serve nothing",
                      "`make new-lambda name=hello trigger=endpoint`")
    write_settings(app, domain, domain_settings, args.stage, is_set)
    try:
        state = set_up(request)
    except KeyboardInterrupt:
        cli.say(f"\nACM continues; `make domain name={domain}{stages.variable(args.stage)}` waits again")
        raise
    files.write_json(out, {"parameters": recipe.values(
        app, state["zone"]["id"], hosts["api"], hosts["sites"], domain_plan.arns(request, state))})
    if not args.listed:
        cli.say(served(app, hosts, args.stage))


def report_unused_setting(domain):
    """Print the line of app.yaml that may be deleted."""
    cli.say(str(Problem(settings.FILE, settings_line(), f"`domain: {domain}` stays, and no stage uses it: "
                                                   "delete the line")))


def served(app, hosts, stage):
    """The line about the names that the next deploy serves. hosts: domain_file.hosts()"""
    used = [host for host in [hosts["api"], *hosts["sites"].values()] if host]
    names = f"{' and '.join(f'https://{host}' for host in used)}: with the next `make deploy{stages.variable(stage)}`"
    local_lines = [f"  on the local cloud: {addresses.by_host(app, host, host == hosts['api'])}"
                   for host in used if stage == clients.LOCAL]
    return "\n".join([names, *local_lines])


def show_calls(request, delete):
    """Print the calls that would be made now. Raises Problems. delete: of the removal, not of the setup"""
    state = domain_state.current_state(request)
    problems = [] if delete else domain_plan.problems(request, state)
    if problems:
        raise Problems(*problems)
    steps, stays = domain_plan.removal(request, state) if delete else (domain_plan.steps(request, state, "0" * 32), [])
    waits = any(step["operation"] in ("request_certificate", "create_hosted_zone") for step in steps)
    later_lines = ["then the DNS records for ACM, which only the certificate names"] if waits and not delete else []
    print("\n".join([*map(domain_plan.display_text, steps), *stays, *later_lines]) or "nothing to do")


if __name__ == "__main__":
    cli.run(main)
