"""What to do about a domain, as data: calls computed from what was seen, and from nothing else. Pure."""
import json

from domain import certificates, domain_file, zones
from kit.problems import Problem

SECONDS = 300  # how long resolvers keep a validation record


def call(service, operation, says, region=certificates.EDGE_REGION, **arguments):
    """One call of AWS's, with what to tell the person about it."""
    return {"service": service, "region": region, "operation": operation, "arguments": arguments, "says": says}


def words(step):
    """A call as --dry-run prints it."""
    return (f"{step['says']}\n    {step['service']} {step['operation']} ({step['region']}) "
            + json.dumps(step["arguments"], sort_keys=True))


def steps(asked, seen, token):
    """The calls that bring the domain nearer to what is asked; [] once there is only to wait, or nothing.

    They may need to be computed again after they were made: only a requested certificate tells its record.
    token  text that makes a repeated request of one run the same request
    """
    if seen["zone"] is None:
        return [call("route53", "create_hosted_zone", f"zone {asked['domain']} (the local cloud's own)",
                     Name=asked["domain"], CallerReference=token)]
    found = []
    for region, hosts in sorted(asked["certified"].items()):
        there = seen["certificates"][region]
        over = [each for each in there
                if each["ours"] and each["status"] in certificates.OVER and not each["users"]]
        chosen = certificates.serving(there, hosts)
        if chosen is None:
            found.append(request(asked, region, hosts, token, any(each["record_is_ours"] for each in over)))
        elif chosen["status"] == "PENDING_VALIDATION":
            found += proofs(seen, region, chosen)
        found += marks(seen, [(region, each) for each in there if each not in over])
        found += [call("acm", "delete_certificate", f"certificate {each['arn']} goes: it is no good any more",
                       region, CertificateArn=each["arn"]) for each in over]
    return once(found)


def request(asked, region, hosts, token, record_is_ours=False):
    """The call that asks for a certificate of the domain and all names one label below it.

    record_is_ours  whether it takes over the record of one that goes
    """
    first, *others = domain_file.certificate_names(asked["domain"], hosts)
    tags = {certificates.MADE: certificates.OURS, "domain": asked["domain"],
            **({certificates.RECORD: "ours"} if record_is_ours else {})}
    return call("acm", "request_certificate", f"certificate for {', '.join([first, *others])} in {region}", region,
                DomainName=first, SubjectAlternativeNames=others, ValidationMethod="DNS",
                IdempotencyToken=token, Tags=[{"Key": key, "Value": value} for key, value in sorted(tags.items())])


def proofs(seen, region, certificate):
    """The records that prove the domain to be ours, where they are missing.

    The certificate is marked first: only so is it known, when the domain goes, whose the record is.
    """
    missing = [record for record in certificate["records"] if not seen["records"].get(zones.plain(record["Name"]))]
    found = [mark(region, certificate)] if missing and not certificate["record_is_ours"] else []
    return found + [change(seen, "UPSERT", record_set(record)) for record in missing]


def mark(region, certificate):
    """The call that notes on a certificate that its record in DNS is ours."""
    return call("acm", "add_tags_to_certificate", f"tag {certificate['arn']}: this app made its DNS record", region,
                CertificateArn=certificate["arn"], Tags=[{"Key": certificates.RECORD, "Value": "ours"}])


def marks(seen, some):
    """The calls that note it on each of some [(region, certificate)] that share a record with a marked one."""
    ours = {zones.plain(record["Name"]) for there in seen["certificates"].values() for each in there
            if each["ours"] and each["record_is_ours"] for record in each["records"]}
    return [mark(region, each) for region, each in some if each["ours"] and not each["record_is_ours"]
            and ours & {zones.plain(record["Name"]) for record in each["records"]}]


def record_set(record):
    """A validation record of ACM's as Route 53 takes it."""
    return {"Name": record["Name"], "Type": record["Type"], "TTL": SECONDS,
            "ResourceRecords": [{"Value": record["Value"]}]}


def change(seen, action, wanted):
    """The call that writes or deletes a record of the zone."""
    verb = {"UPSERT": "record", "DELETE": "no record"}[action]
    return call("route53", "change_resource_record_sets", f"{verb} {wanted['Name']} {wanted['Type']}",
                HostedZoneId=seen["zone"]["id"],
                ChangeBatch={"Changes": [{"Action": action, "ResourceRecordSet": wanted}]})


def once(calls):
    """The calls without repetitions: two certificates of a domain share a record."""
    return list({json.dumps(each, sort_keys=True): each for each in calls}.values())


def complaints(asked, seen):
    """[Problem] of names that are somebody else's, before anything is asked for."""
    path, found = f"domains/{asked['domain']}.yaml", []
    lines = asked["said"]["lines"]
    hosts = {"api": asked["hosts"]["api"], **{f"websites.{name}": host
                                              for name, host in asked["hosts"]["sites"].items()}}
    for key, host in hosts.items():
        hint = (f"choose another name (`{key.replace('.', ': {')}: ...{'}' * key.count('.')}`), "
                f"or say `prefix: {asked['app']}` if it is another app's")
        found += [Problem(path, lines.get(key, 0), said, hint) for said in taken(seen, key, host)]
    for region, there in seen["certificates"].items():
        for record in (one for each in there if each["ours"] and each["status"] == "PENDING_VALIDATION"
                       for one in each["records"]):
            others = [each for each in seen["records"].get(zones.plain(record["Name"]), [])
                      if zones.plain(record["Value"]) not in each["values"]]
            found += [Problem(path, 0, f"{zones.plain(record['Name'])} has a {each['type']} record already: "
                              f"{', '.join(each['values'])}", "ACM needs that name: delete the record")
                      for each in others]
    return found


def taken(seen, key, host):
    """What somebody else has at one name: ["api.example.com leads elsewhere: A 192.0.2.1"]."""
    if not host:
        return []
    mine = seen["ours"].get(host)
    found = [f"{host} leads elsewhere: {record['type']} {', '.join(record['values'])}"
             for record in seen["records"].get(host, [])
             if record["type"] in zones.LEADING and record["values"] != [mine]]
    if key == "api":
        return found + [f"API Gateway answers for {host} already, and not for this app"
                        ] * (seen["api"] is not None and mine is None)
    return found + [f"the distribution {each['id']} answers for {host} already" for each in seen["distributions"]
                    if host in each["aliases"] and each["domain"] != mine]


def waiting(asked, seen):
    """{region: certificate} of those that are asked for and not issued yet."""
    chosen = {region: certificates.serving(seen["certificates"][region], hosts)
              for region, hosts in asked["certified"].items()}
    return {region: each for region, each in chosen.items() if each and each["status"] != "ISSUED"}


def arns(asked, seen):
    """{"api": ARN, "edge": ARN} of the certificates in force."""
    return {use: certificates.serving(seen["certificates"][region], asked["certified"][region])["arn"]
            for use, region in asked["regions"].items()}


def removal(asked, seen):
    """(calls that take away what we made, [why something stays]).

    A record goes before its certificate: one that is left could never be told from somebody else's.
    """
    others = sorted(stage for stage in asked["said"]["stages"]
                    if stage != asked["stage"] and "local" not in (stage, asked["stage"]))
    made = [(region, each) for region, there in sorted(seen["certificates"].items()) for each in there if each["ours"]]
    if others and made:
        return [], [f"the certificates stay: {', '.join(others)} of domains/{asked['domain']}.yaml may use them"]
    goes = [(region, each) for region, each in made if not each["users"]]
    stays = [(region, each) for region, there in sorted(seen["certificates"].items()) for each in there
             if (region, each) not in goes]
    needed = {zones.plain(record["Name"]) for _region, each in stays for record in each["records"]}
    found = marks(seen, stays)
    for _region, each in goes if seen["zone"] else []:
        for record in each["records"] if each["record_is_ours"] else []:
            name = zones.plain(record["Name"])
            found += [change(seen, "DELETE", there["raw"]) for there in seen["records"].get(name, [])
                      if name not in needed and there["values"] == [zones.plain(record["Value"])]]
    found += [call("acm", "delete_certificate", f"no certificate {each['arn']}", region, CertificateArn=each["arn"])
              for region, each in goes]
    return once(found), [f"certificate {each['arn']} stays: {', '.join(each['users'])} uses it"
                         for _region, each in made if each["users"]]
