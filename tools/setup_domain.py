#!/usr/bin/env python3
"""Gets the app's names under a domain ready: certificates, and the records that prove the domain to be ours.

    setup_domain.py build/app.json --stage prod --name example.com
    setup_domain.py build/app.json --stage prod --name example.com --delete

The next deploy serves the names. It looks at what is there, does what is missing, and looks again; so it can be
killed and repeated at any point, and a second time changes nothing. What it may take away it has marked as its own.
"""
import time
import uuid
from pathlib import Path

from aws import clients, stages
from deploy import addresses
from domain import certificates, domain_file, domain_plan, domain_state, zones
from kit import cli, files, settings
from kit.problems import Problem, Problems, problem
from recipes import domain as recipe

PAUSES = {clients.LOCAL: 0.1}  # seconds between two looks
PAUSE = 5
SLOW = 20  # seconds after which it is told again what is waited for
PATIENCE = 15 * 60  # seconds; ACM needs a few minutes where the record can be seen


def chosen(name, path):
    """(the domain, whether app.yaml says it). Raises Problems if it is none, or not the app's."""
    said = settings.read(path)["domain"]
    name = (name or said or "").lower().rstrip(".")
    if not name:
        raise problem("", 0, "which domain? say name=example.com", f"or `domain: example.com` in {path}")
    if not domain_file.DOMAIN.fullmatch(name):
        raise problem("", 0, f"{name!r} is no domain", "name=example.com")
    if said and said != name:
        raise problem(path, settings_line(path), f"the app's domain is {said}, not {name}",
                      "an app has one: change the line")
    return name, bool(said)


def settings_line(path):
    """The line of app.yaml that begins with `domain:`, 0 if none does."""
    rows = Path(path).read_text(encoding="utf-8").splitlines()
    return next((number for number, row in enumerate(rows, 1) if row.startswith("domain:")), 0)


def write_settings(app, domain, said, stage, told, path):
    """Has app.yaml and the domain's file say what was asked for, where they do not yet."""
    if not told:
        text = Path(path).read_text(encoding="utf-8")
        files.write_bytes(path, f"{text}{'' if text.endswith(chr(10)) else chr(10)}domain: {domain}\n".encode())
        cli.say(f"{path}: domain: {domain}")
    written = domain_file.add_stage(app, domain, said, stage)
    if written:
        cli.say(f"{written}: stage {stage}")


def perform(asked, steps):
    """Makes the calls, telling each. -> [(region, ARN)] of the certificates asked for"""
    made = []
    for step in steps:
        cli.say(f"  {step['says']}")
        client = domain_state.client(asked, step["service"], step["region"])
        answer = getattr(client, step["operation"])(**step["arguments"])
        if "CertificateArn" in answer:
            made.append((step["region"], answer["CertificateArn"]))
    return made


def set_up(asked):
    """Everything up to issued certificates. -> what there is then. Raises Problems."""
    known, pending, token = [], set(), uuid.uuid4().hex
    began = spoke = time.monotonic()
    while True:
        seen = domain_state.look(asked, known)
        pending |= {each["arn"] for each in domain_plan.waiting(asked, seen).values()} | {arn for _region, arn in known}
        failed = [each for there in seen["certificates"].values() for each in there
                  if each["arn"] in pending and each["status"] in certificates.OVER]
        wrong = [Problem("", 0, *certificates.failure(each)) for each in failed] + domain_plan.complaints(asked, seen)
        if wrong:
            raise Problems(*wrong)
        steps = domain_plan.steps(asked, seen, token)
        known += perform(asked, steps)
        waits = {} if steps else domain_plan.waiting(asked, seen)
        if not steps and not waits:
            return seen
        if waits and (spoke == began or time.monotonic() - spoke > SLOW):
            spoke = time.monotonic()
            cli.say(f"{spoke - began:6.1f}s  waiting for ACM to issue the certificate in {', '.join(sorted(waits))}")
        if waits and time.monotonic() - began > PATIENCE:
            raise too_long(asked, seen)
        if waits:
            time.sleep(PAUSES.get(asked["stage"], PAUSE))


def too_long(asked, seen):
    """The Problems of a certificate that does not come: nearly always nobody asks this zone."""
    servers = ", ".join(zones.servers(domain_state.client(asked, "route53"), seen["zone"]["id"]))
    return problem("", 0, f"ACM has not seen its record of {asked['domain']} for {PATIENCE // 60} minutes",
                   f"does the registrar name these name servers: {servers}? Then repeat: it goes on waiting")


def remove(asked, again):
    """Takes away what is ours and unused. Raises Problems while the app still serves the names.

    again  the `make` line that does the rest
    ->     whether all of it is gone
    """
    seen = domain_state.look(asked)
    if seen["ours"]:
        raise problem("", 0, f"the app still serves {', '.join(sorted(seen['ours']))}",
                      f"`make deploy{stages.said(asked['stage'])}` takes the names off, then `{again}`")
    steps, stays = domain_plan.removal(asked, seen)
    perform(asked, steps)
    for each in stays:
        cli.say(f"  {each}")
    cli.say(f"{asked['domain']}: nothing that this app made is left in stage {asked['stage']}"
            if not stays else f"{asked['domain']}: repeat once it is no longer used")
    return not stays


def main(argv):
    parser = stages.parser(__doc__)
    parser.add_argument("--name", default="", help="the domain (default: the one of app.yaml)")
    parser.add_argument("--settings", default=settings.FILE, help="where domain: is")
    parser.add_argument("--listed", action="store_true", help="do nothing unless the domain's file lists the stage")
    parser.add_argument("--delete", action="store_true", help="take away what was made for the stage, if unused")
    parser.add_argument("--dry-run", action="store_true", help="only print what would be done")
    parser.add_argument("-o", "--out", default="", help="where the parameters go (build/STAGE/domains/NAME.json)")
    run(parser.parse_args(argv))


@clients.told()
def run(args):
    """The whole of it; `args` are those of main()."""
    app = files.read_json(args.app)
    if args.listed and not (args.name or settings.read(args.settings)["domain"]):
        return
    domain, told = chosen(args.name, args.settings)
    app["settings"]["domain"] = domain
    said = domain_file.read(app, domain)
    out = args.out or f"build/{args.stage}/domains/{domain}.json"
    listed = args.stage in said["stages"]
    if args.listed and not listed:
        return files.write_json(out, {"parameters": {}})
    here = said if listed else {**said, "stages": {**said["stages"], args.stage: domain_file.default_part(args.stage)}}
    wanted = domain_file.hosts(app, domain, here, args.stage)
    asked = domain_state.asked(app, args.stage, domain, here, wanted)
    if args.dry_run:
        return rehearse(asked, args.delete)
    if args.delete:
        domain_file.drop_stage(domain, said, args.stage)
        files.write_json(out, {"parameters": {}})
        gone = remove(asked, f"make domain name={domain} delete=1{stages.said(args.stage)}")
        if gone and told and not {*said["stages"]} - {args.stage}:
            cli.say(str(Problem(args.settings, settings_line(args.settings),
                                f"`domain: {domain}` stays, and no stage uses it any more: take the line out")))
        return None
    if not asked["regions"]:
        raise problem("", 0, f"{app['name']} has neither an endpoint nor a website: nothing answers at a name",
                      "`make new-lambda name=hello trigger=endpoint`")
    write_settings(app, domain, said, args.stage, told, args.settings)
    try:
        seen = set_up(asked)
    except KeyboardInterrupt:
        cli.say(f"\nACM goes on; `make domain name={domain}{stages.said(args.stage)}` waits again")
        raise
    files.write_json(out, {"parameters": recipe.values(
        app, seen["zone"]["id"], wanted["api"], wanted["sites"], domain_plan.arns(asked, seen))})
    if not args.listed:
        cli.say(served(app, wanted, args.stage))


def served(app, wanted, stage):
    """What answers after the next deploy, and how it is reached. wanted: domains.hosts()"""
    hosts = [host for host in [wanted["api"], *wanted["sites"].values()] if host]
    names = f"{' and '.join(f'https://{host}' for host in hosts)}: with the next `make deploy{stages.said(stage)}`"
    here = [f"  on the local cloud: {addresses.by_host(app, host, host == wanted['api'])}"
            for host in hosts if stage == clients.LOCAL]
    return "\n".join([names, *here])


def rehearse(asked, delete):
    """Prints the calls that would be made now."""
    seen = domain_state.look(asked)
    wrong = [] if delete else domain_plan.complaints(asked, seen)
    if wrong:
        raise Problems(*wrong)
    steps, stays = domain_plan.removal(asked, seen) if delete else (domain_plan.steps(asked, seen, "0" * 32), [])
    asks = any(step["operation"] in ("request_certificate", "create_hosted_zone") for step in steps)
    later = ["then what ACM wants to see in DNS, which only the certificate tells"] if asks and not delete else []
    print("\n".join([*map(domain_plan.words, steps), *stays, *later]) or "nothing to do")


if __name__ == "__main__":
    cli.run(main)
