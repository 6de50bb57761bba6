"""Route 53: the zone that a domain's names live in, and the records that a name has."""
from kit.problems import problem

LEADING = ("A", "AAAA", "CNAME")  # the records that send a visitor somewhere


def of_domain(route53, domain, chosen=""):
    """The zones that could hold the domain's names, the nearest name first: [{"id", "name", "private"}].

    shop.example.com may have a zone of its own, or be a part of example.com's.
    chosen  the id of one, which is then the only one
    """
    if chosen:
        found = route53.get_hosted_zone(Id=chosen)["HostedZone"]
        return [zone(found)]
    found, name = [], domain
    while "." in name and not any(not each["private"] for each in found):
        page = route53.list_hosted_zones_by_name(DNSName=f"{name}.")
        found += [zone(each) for each in page["HostedZones"] if each["Name"] == f"{name}."]
        name = name.partition(".")[2]
    return found


def zone(said):
    """Route 53's description of a zone as the tools use it."""
    return {"id": said["Id"].rpartition("/")[2], "name": said["Name"].rstrip("."),
            "private": said.get("Config", {}).get("PrivateZone", False)}


def the_one(zones, domain, path, line=0):
    """The public zone among zones; None if there is none. Raises Problems if several could be meant."""
    public = [each for each in zones if not each["private"]]
    nearest = [each for each in public if each["name"] == public[0]["name"]]
    if len(nearest) > 1:
        ids = ", ".join(sorted(each["id"] for each in nearest))
        raise problem(path, line, f"Route 53 has {len(nearest)} public zones called {nearest[0]['name']}: {ids}",
                      f"say which the registrar points to: `zone: {nearest[0]['id']}`")
    if nearest and nearest[0]["name"] != domain and not domain.endswith(f".{nearest[0]['name']}"):
        raise problem(path, line, f"the zone {nearest[0]['id']} is of {nearest[0]['name']}, not of {domain}",
                      "take the line out to have it found")
    return nearest[0] if nearest else None


def absent(zones, domain):
    """The Problems of a domain without a public zone."""
    private = ", a private one apart" if zones else ""
    return problem("", 0, f"Route 53 has no hosted zone for {domain}{private}",
                   f"`aws route53 create-hosted-zone --name {domain} --caller-reference {domain}-1`, "
                   "then name its name servers at your registrar; docs/domains.md")


def servers(route53, zone_id):
    """["ns-1.awsdns-1.org", ...]: what the registrar must name for the zone to be asked at all."""
    return route53.get_hosted_zone(Id=zone_id).get("DelegationSet", {}).get("NameServers", [])


def records(route53, zone_id, name):
    """[{"type": "CNAME", "values": ["x"]}] of a name, sorted by type; an alias' value is where it leads."""
    page = route53.list_resource_record_sets(HostedZoneId=zone_id, StartRecordName=name, MaxItems="100")
    return sorted((record(each) for each in page["ResourceRecordSets"] if plain(each["Name"]) == plain(name)),
                  key=lambda each: each["type"])


def record(said):
    """Route 53's description of a record as the tools use it; "raw" is as it must be said to delete it."""
    alias = said.get("AliasTarget", {}).get("DNSName")
    values = [alias] if alias else [each["Value"] for each in said.get("ResourceRecords", [])]
    return {"type": said["Type"], "values": [plain(value) for value in values], "raw": said}


def plain(name):
    """A name without its last dot, in small letters; an alias' without what Route 53 puts before it."""
    return name.rstrip(".").lower().removeprefix("dualstack.")
