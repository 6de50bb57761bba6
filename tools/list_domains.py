#!/usr/bin/env python3
"""Shows the app's domain: zone, certificates and when they expire, names, and what answers at each.

    list_domains.py build/app.json --stage prod
"""
from aws import clients, stages
from deploy import addresses
from domain import domain_file, domain_plan, domain_state, zones
from kit import cli, files, settings


def zone_words(asked, seen):
    """The line of the zone."""
    if seen["zone"] is None:
        return f"  zone         none yet: `make domain name={asked['domain']}` makes it"
    servers = ", ".join(zones.servers(domain_state.client(asked, "route53"), seen["zone"]["id"]))
    return f"  zone         {seen['zone']['id']} {seen['zone']['name']}, asked at {servers}"


def certificate_words(seen):
    """A line for each certificate of the domain, whoever made it."""
    found = []
    for region, there in sorted(seen["certificates"].items()):
        for each in there:
            expires = f"until {each['expires']:%Y-%m-%d}" if each["expires"] else "no date yet"
            whose = "ours" if each["ours"] else "not ours"
            uses = f"{len(each['users'])} use{'s' * (len(each['users']) > 1)}" if each["users"] else "unused"
            found.append(f"  certificate  {region} {each['status'].lower().replace('_', ' ')} {expires}, {whose}, "
                         f"{uses}: {', '.join(sorted(each['names'], key=len))} {each['arn']}")
    return found or ["  certificate  none yet"]


def name_words(app, asked, seen):
    """A line for each name: its records, and whether they lead to this app."""
    sites = asked["hosts"]["sites"].items()
    hosts = {asked["hosts"]["api"]: "API", **{host: f"website {name}" for name, host in sites}}
    found = []
    for host, what in hosts.items():
        if not host:
            continue
        records = [each for each in seen["records"].get(host, []) if each["type"] in zones.LEADING]
        shown = "; ".join(f"{each['type']} {', '.join(each['values'])}" for each in records) or "no record"
        served = host in seen["ours"] and records
        found.append(f"  name         {host} -> {what} of {asked['stack']}: {'served' if served else 'not served'}, "
                     f"{shown}")
        if served and asked["stage"] == clients.LOCAL:
            found.append(f"  try          {addresses.by_host(app, host, what == 'API')}")
    return found


@clients.told()
def main(argv):
    args = stages.parser(__doc__).parse_args(argv)
    app = files.read_json(args.app)
    domain = settings.read()["domain"]
    if not domain:
        return print("no domain: `make domain name=example.com` sets one up")
    app["settings"]["domain"] = domain
    said = domain_file.read(app, domain)
    absent = "" if args.stage in said["stages"] else ": has no names there; if it had"
    print(f"{domain} in stage {args.stage}{absent}")
    said["stages"].setdefault(args.stage, domain_file.default_part(args.stage))
    asked = domain_state.asked(app, args.stage, domain, said, domain_file.hosts(app, domain, said, args.stage))
    seen = domain_state.look(asked)
    print("\n".join([zone_words(asked, seen), *certificate_words(seen), *name_words(app, asked, seen)]))
    for each in domain_plan.complaints(asked, seen):
        print(f"  problem      {each.message}")


if __name__ == "__main__":
    cli.run(main)
