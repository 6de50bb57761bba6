"""The calls, as data, that bring a domain from its current to its desired state. Pure."""
import json

from domain import certificates, domain_file, zones
from kit.problems import Problem

SECONDS = 300  # how long resolvers keep a validation record


def call(service: str, operation: str, description: str, region: str = certificates.EDGE_REGION, **arguments) -> dict:
    """A step of a plan: a call of AWS as data, with the line that describes it to the person."""
    return {"service": service, "region": region, "operation": operation, "arguments": arguments, "says": description}


def display_text(step: dict) -> str:
    """The text of a step as --dry-run prints it."""
    return (f"{step['says']}\n    {step['service']} {step['operation']} ({step['region']}) "
            + json.dumps(step["arguments"], sort_keys=True))


def steps(desired: dict, current: dict, token: str) -> list[dict]:
    """The calls that bring the domain nearer to the desired state; [] once there is only to wait, or nothing.

    They may need to be computed again after they were made: only a requested certificate has its record.
    token  text that makes a repeated request of one run the same request
    """
    if current["zone"] is None:
        return [call("route53", "create_hosted_zone", f"zone {desired['domain']} (the local cloud's own)",
                     Name=desired["domain"], CallerReference=token)]
    calls = []
    for region, hosts in sorted(desired["certified"].items()):
        present = current["certificates"][region]
        failed = [certificate for certificate in present
                  if certificate["ours"] and not certificate["users"]
                  and certificate["status"] in certificates.FINAL_STATUSES]
        serving = certificates.serving(present, hosts)
        if serving is None:
            record_is_ours = any(certificate["record_is_ours"] for certificate in failed)
            calls.append(request(desired, region, hosts, token, record_is_ours))
        elif serving["status"] == "PENDING_VALIDATION":
            calls += validation_records(current, region, serving)
        calls += record_notes(current, [(region, certificate) for certificate in present if certificate not in failed])
        calls += [call("acm", "delete_certificate", f"certificate {certificate['arn']} is deleted: it is no longer "
                                                    f"valid",
                       region, CertificateArn=certificate["arn"]) for certificate in failed]
    return distinct(calls)


def request(desired: dict, region: str, hosts: list[str], token: str, record_is_ours: bool) -> dict:
    """The call that requests a certificate of the domain and all names one label below it.

    record_is_ours  whether it uses the record of a certificate that is deleted
    """
    first, *other_names = domain_file.certificate_names(desired["domain"], hosts)
    tags = {certificates.OWNER: certificates.OURS, "domain": desired["domain"],
            **({certificates.RECORD: "ours"} if record_is_ours else {})}
    return call("acm", "request_certificate", f"certificate for {', '.join([first, *other_names])} in {region}", region,
                DomainName=first, SubjectAlternativeNames=other_names, ValidationMethod="DNS",
                IdempotencyToken=token, Tags=[{"Key": key, "Value": value} for key, value in sorted(tags.items())])


def validation_records(current: dict, region: str, certificate: dict) -> list[dict]:
    """[step] that writes the missing records by which ACM validates the domain.

    The certificate is tagged first: when the domain is removed, only the tag shows who created the record.
    """
    missing = [record for record in certificate["records"] if not current["records"].get(zones.plain(record["Name"]))]
    calls = [record_note(region, certificate)] if missing and not certificate["record_is_ours"] else []
    return calls + [change(current, "UPSERT", record_set(record)) for record in missing]


def record_note(region: str, certificate: dict) -> dict:
    """The step that tags a certificate: this app made its record in DNS."""
    return call("acm", "add_tags_to_certificate", f"tag {certificate['arn']}: this app made its DNS record", region,
                CertificateArn=certificate["arn"], Tags=[{"Key": certificates.RECORD, "Value": "ours"}])


def record_notes(current: dict, candidates: list[tuple[str, dict]]) -> list[dict]:
    """The calls that note it on each candidate, (region, certificate), that shares a record with a tagged one."""
    own_records = {zones.plain(record["Name"])
                   for present in current["certificates"].values() for certificate in present
                   if certificate["ours"] and certificate["record_is_ours"] for record in certificate["records"]}
    return [record_note(region, certificate) for region, certificate in candidates
            if certificate["ours"] and not certificate["record_is_ours"]
            and own_records & {zones.plain(record["Name"]) for record in certificate["records"]}]


def record_set(record: dict) -> dict:
    """A validation record of ACM as a ResourceRecordSet of Route 53."""
    return {"Name": record["Name"], "Type": record["Type"], "TTL": SECONDS,
            "ResourceRecords": [{"Value": record["Value"]}]}


def change(current: dict, action: str, record: dict) -> dict:
    """The step that writes (UPSERT) or deletes (DELETE) a record of the zone."""
    verb = {"UPSERT": "record", "DELETE": "no record"}[action]
    return call("route53", "change_resource_record_sets", f"{verb} {record['Name']} {record['Type']}",
                HostedZoneId=current["zone"]["id"],
                ChangeBatch={"Changes": [{"Action": action, "ResourceRecordSet": record}]})


def distinct(calls: list[dict]) -> list[dict]:
    """[step] without repetitions: two certificates of a domain share a record."""
    return list({json.dumps(step, sort_keys=True): step for step in calls}.values())


def problems(desired: dict, current: dict) -> list[Problem]:
    """[Problem] of names that another owner has, before anything is requested."""
    path, problems = f"domains/{desired['domain']}.yaml", []
    lines = desired["settings"]["lines"]
    hosts = {"api": desired["hosts"]["api"], **{f"websites.{name}": host
                                                for name, host in desired["hosts"]["sites"].items()}}
    for key, host in hosts.items():
        hint = (f"choose another name (`{key.replace('.', ': {')}: ...{'}' * key.count('.')}`), "
                f"or write `prefix: {desired['app']}` if it is another app's")
        problems += [Problem(path, lines.get(key, 0), message, hint) for message in conflicts(current, key, host)]
    for _region, present in current["certificates"].items():
        pending = [certificate for certificate in present
                   if certificate["ours"] and certificate["status"] == "PENDING_VALIDATION"]
        for record in (record for certificate in pending for record in certificate["records"]):
            conflicting = [existing for existing in current["records"].get(zones.plain(record["Name"]), [])
                           if zones.plain(record["Value"]) not in existing["values"]]
            problems += [Problem(path, 0, f"{zones.plain(record['Name'])} has a {existing['type']} record already: "
                                 f"{', '.join(existing['values'])}", "ACM needs that name: delete the record")
                         for existing in conflicting]
    return problems


def conflicts(current: dict, key: str, host: str) -> list[str]:
    """[text] of another owner's records of one name: ["api.example.com points elsewhere: A 192.0.2.1"]."""
    if not host:
        return []
    own_target = current["ours"].get(host)
    messages = [f"{host} points elsewhere: {record['type']} {', '.join(record['values'])}"
                for record in current["records"].get(host, [])
                if record["type"] in zones.LEADING and record["values"] != [own_target]]
    if key == "api":
        return messages + [f"API Gateway answers for {host} already, and not for this app"
                           ] * (current["api"] is not None and own_target is None)
    return messages + [f"the distribution {distribution['id']} answers for {host} already"
                       for distribution in current["distributions"]
                       if host in distribution["aliases"] and distribution["domain"] != own_target]


def waiting(desired: dict, current: dict) -> dict:
    """{region: certificate} of the certificates that are requested and not issued yet."""
    serving = {region: certificates.serving(current["certificates"][region], hosts)
               for region, hosts in desired["certified"].items()}
    return {region: certificate for region, certificate in serving.items()
            if certificate and certificate["status"] != "ISSUED"}


def arns(desired: dict, current: dict) -> dict:
    """{"api": ARN, "edge": ARN} of the certificates that serve the names."""
    return {use: certificates.serving(current["certificates"][region], desired["certified"][region])["arn"]
            for use, region in desired["regions"].items()}


def removal(desired: dict, current: dict) -> tuple[list[dict], list[str]]:
    """([step] that deletes what Pareto created, [reason why a certificate stays]).

    A record is deleted before its certificate: a remaining record could not be distinguished from another owner's.
    """
    other_stages = sorted(stage for stage in desired["settings"]["stages"]
                          if stage != desired["stage"] and "local" not in (stage, desired["stage"]))
    own = [(region, certificate) for region, present in sorted(current["certificates"].items())
           for certificate in present if certificate["ours"]]
    if other_stages and own:
        users = f"{', '.join(other_stages)} of domains/{desired['domain']}.yaml"
        return [], [f"the certificates stay: {users} may use them"]
    leaving = [(region, certificate) for region, certificate in own if not certificate["users"]]
    staying = [(region, certificate) for region, present in sorted(current["certificates"].items())
               for certificate in present
               if (region, certificate) not in leaving]
    needed = {zones.plain(record["Name"]) for _region, certificate in staying for record in certificate["records"]}
    calls = record_notes(current, staying)
    for _region, certificate in leaving if current["zone"] else []:
        for record in certificate["records"] if certificate["record_is_ours"] else []:
            name = zones.plain(record["Name"])
            calls += [change(current, "DELETE", present["raw"]) for present in current["records"].get(name, [])
                      if name not in needed and present["values"] == [zones.plain(record["Value"])]]
    calls += [call("acm", "delete_certificate", f"no certificate {certificate['arn']}", region,
                    CertificateArn=certificate["arn"])
              for region, certificate in leaving]
    return distinct(calls), [f"certificate {certificate['arn']} stays: {', '.join(certificate['users'])} uses it"
                             for _region, certificate in own if certificate["users"]]
