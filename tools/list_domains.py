#!/usr/bin/env python3
"""Shows the app's domain: its zone, certificates with their expiry, and names with the resource behind each.

    list_domains.py build/app.json --stage prod [--json]
"""
from aws import clients, stages
from aws.app import AppModel
from aws.app_file import read_model
from deploy import addresses
from domain import domain_file, domain_plan, domain_state, zones
from kit import cli, names, settings
from kit.columns import print_json


def zone(request, state):
    """{"id", "name", "servers": [text]} of the hosted zone; None if there is none yet."""
    if state["zone"] is None:
        return None
    servers = zones.servers(domain_state.client(request, "route53"), state["zone"]["id"])
    return {"id": state["zone"]["id"], "name": state["zone"]["name"], "servers": servers}


def certificates(state):
    """[{"region", "status", "expires": "2026-01-31" or None, "ours", "uses": number, "domains", "arn"}] of the domain's
    certificates, also those that others requested."""
    return [{"region": region, "status": certificate["status"].lower().replace("_", " "),
             "expires": f"{certificate['expires']:%Y-%m-%d}" if certificate["expires"] else None,
             "ours": certificate["ours"], "uses": len(certificate["users"]),
             "domains": sorted(certificate["names"], key=len), "arn": certificate["arn"]}
            for region, certificates_ in sorted(state["certificates"].items()) for certificate in certificates_]


def hosts(app, request, state):
    """[{"host", "target": "API" or "website demo", "records": [text], "served", "try": address or None}]

    target  of the app; served: whether the DNS records point to it; try: where the local cloud serves it
    """
    sites, rows = request["hosts"]["sites"].items(), []
    for host, target in {request["hosts"]["api"]: "API", **{host: f"website {name}" for name, host in sites}}.items():
        records = [record for record in state["records"].get(host, []) if record["type"] in zones.LEADING]
        served = host in state["ours"] and bool(records)
        local = served and request["stage"] == clients.LOCAL
        rows.append({"host": host, "target": target, "served": served,
                     "records": [f"{record['type']} {', '.join(record['values'])}" for record in records],
                     "try": addresses.by_host(app, host, target == "API") if local else None})
    return [row for row in rows if row["host"]]


def lines(stack, listing):
    """The lines for a person of {"zone", "certificates", "names"} as above."""
    if listing["zone"]:
        yield f"  zone         {listing['zone']['id']} {listing['zone']['name']}, " \
              f"name servers {', '.join(listing['zone']['servers'])}"
    else:
        yield f"  zone         none yet: `make domain name={listing['domain']}` creates it"
    for row in listing["certificates"]:
        expires = f"until {row['expires']}" if row["expires"] else "no date yet"
        uses = names.quantity(row["uses"], "use") if row["uses"] else "unused"
        yield f"  certificate  {row['region']} {row['status']} {expires}, {'ours' if row['ours'] else 'not ours'}, " \
              f"{uses}: {', '.join(row['domains'])} {row['arn']}"
    if not listing["certificates"]:
        yield "  certificate  none yet"
    for row in listing["names"]:
        yield f"  name         {row['host']} -> {row['target']} of {stack}: " \
              f"{'served' if row['served'] else 'not served'}, {'; '.join(row['records']) or 'no record'}"
        if row["try"]:
            yield f"  try          {row['try']}"


@clients.errors_as_problems()
def main(argv):
    parser = stages.parser(__doc__, has_json=True)
    args = parser.parse_args(argv)
    domain = settings.read()["domain"]
    app: AppModel = read_model(args.app)
    problems = [f"{problem.path}: {problem.message}" for problem in domain_file.name_problems()]
    if domain:
        app = {**app, "settings": {**app["settings"], "domain": domain}}
        domain_settings = domain_file.read(app, domain)
        has_names = args.stage in domain_settings["stages"]
        domain_settings["stages"].setdefault(args.stage, domain_file.default_part(args.stage))
        request = domain_state.desired_state(app, args.stage, domain, domain_settings, domain_file.hosts(
            app, domain, domain_settings, args.stage))
        state = domain_state.current_state(request)
        listing = {"domain": domain, "stage": args.stage, "has_names": has_names, "zone": zone(request, state),
                 "certificates": certificates(state), "names": hosts(app, request, state),
                 "problems": problems + [problem.message for problem in domain_plan.problems(request, state)]}
    else:
        listing = {"domain": None, "problems": problems}
    if args.json:
        return print_json(listing)
    if domain:
        print(f"{domain} in stage {args.stage}{'' if has_names else ': has no names there; if it had'}")
        print("\n".join(lines(request["stack"], listing)))
    else:
        print("no domain: `make domain name=example.com` sets one up")
    for text in listing["problems"]:
        print(f"  problem      {text}")


if __name__ == "__main__":
    cli.run(main)
