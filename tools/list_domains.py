#!/usr/bin/env python3
"""Shows the app's domain: its zone, certificates with their expiry, and names with the resource behind each.

    list_domains.py build/app.json --stage prod
"""
from aws import clients, stages
from deploy import addresses
from domain import domain_file, domain_plan, domain_state, zones
from kit import cli, files, settings


def zone_line(request, state):
    """The text of the line about the hosted zone."""
    if state["zone"] is None:
        return f"  zone         none yet: `make domain name={request['domain']}` creates it"
    servers = ", ".join(zones.servers(domain_state.client(request, "route53"), state["zone"]["id"]))
    return f"  zone         {state['zone']['id']} {state['zone']['name']}, name servers {servers}"


def certificate_lines(state):
    """[text]: a line for each certificate of the domain, also those that others requested."""
    lines = []
    for region, certificates_ in sorted(state["certificates"].items()):
        for certificate in certificates_:
            expires = f"until {certificate['expires']:%Y-%m-%d}" if certificate["expires"] else "no date yet"
            owner = "ours" if certificate["ours"] else "not ours"
            status = certificate["status"].lower().replace("_", " ")
            count = len(certificate["users"])
            uses = f"{count} use{'s' * (count > 1)}" if count else "unused"
            domains = ", ".join(sorted(certificate["names"], key=len))
            lines.append(f"  certificate  {region} {status} {expires}, {owner}, {uses}: {domains} {certificate['arn']}")
    return lines or ["  certificate  none yet"]


def name_lines(app, request, state):
    """[text]: a line for each name: its DNS records, and whether they point to this app."""
    sites = request["hosts"]["sites"].items()
    hosts = {request["hosts"]["api"]: "API", **{host: f"website {name}" for name, host in sites}}
    lines = []
    for host, target in hosts.items():
        if not host:
            continue
        records = [record for record in state["records"].get(host, []) if record["type"] in zones.LEADING]
        shown = "; ".join(f"{record['type']} {', '.join(record['values'])}" for record in records) or "no record"
        served = host in state["ours"] and records
        lines.append(f"  name         {host} -> {target} of {request['stack']}: "
                     f"{'served' if served else 'not served'}, {shown}")
        if served and request["stage"] == clients.LOCAL:
            lines.append(f"  try          {addresses.by_host(app, host, target == 'API')}")
    return lines


@clients.errors_as_problems()
def main(argv):
    args = stages.parser(__doc__).parse_args(argv)
    app = files.read_json(args.app)
    domain = settings.read()["domain"]
    for problem in domain_file.name_problems():
        print(f"  problem      {problem.path}: {problem.message}")
    if not domain:
        return print("no domain: `make domain name=example.com` sets one up")
    app["settings"]["domain"] = domain
    domain_settings = domain_file.read(app, domain)
    absent = "" if args.stage in domain_settings["stages"] else ": has no names there; if it had"
    print(f"{domain} in stage {args.stage}{absent}")
    domain_settings["stages"].setdefault(args.stage, domain_file.default_part(args.stage))
    hosts = domain_file.hosts(app, domain, domain_settings, args.stage)
    request = domain_state.desired_state(app, args.stage, domain, domain_settings, hosts)
    state = domain_state.current_state(request)
    print("\n".join([zone_line(request, state), *certificate_lines(state), *name_lines(app, request, state)]))
    for problem_ in domain_plan.problems(request, state):
        print(f"  problem      {problem_.message}")


if __name__ == "__main__":
    cli.run(main)
