"""Route 53: the zone that holds a domain's names, and the records of a name."""
from kit.problems import Problems, problem

LEADING = ("A", "AAAA", "CNAME")  # the records that send a visitor somewhere


def of_domain(route53, domain: str, zone_id: str) -> list[dict]:
    """The zones that could hold the domain's names, the nearest name first: [{"id", "name", "private"}].

    shop.example.com may have a zone of its own, or be a part of example.com's.
    zone_id  of one zone, which is then the only one
    """
    if zone_id:
        return [zone(route53.get_hosted_zone(Id=zone_id)["HostedZone"])]
    zones, name = [], domain
    while "." in name and all(candidate["private"] for candidate in zones):
        page = route53.list_hosted_zones_by_name(DNSName=f"{name}.")
        zones += [zone(candidate) for candidate in page["HostedZones"] if candidate["Name"] == f"{name}."]
        name = name.partition(".")[2]
    return zones


def zone(description: dict) -> dict:
    """{"id", "name", "private"} of a zone, from Route 53's description."""
    return {"id": description["Id"].rpartition("/")[2], "name": description["Name"].rstrip("."),
            "private": description.get("Config", {}).get("PrivateZone", False)}


def chosen_zone(zones: list[dict], domain: str, path: str, line: int) -> dict | None:
    """The public zone among zones; None if there is none. Raises Problems if several could be meant."""
    public = [zone for zone in zones if not zone["private"]]
    nearest = [zone for zone in public if zone["name"] == public[0]["name"]]
    if len(nearest) > 1:
        ids = ", ".join(sorted(zone["id"] for zone in nearest))
        raise problem(path, line, f"Route 53 has {len(nearest)} public zones called {nearest[0]['name']}: {ids}",
                      f"write the one to which the registrar points: `zone: {nearest[0]['id']}`")
    if nearest and nearest[0]["name"] != domain and not domain.endswith(f".{nearest[0]['name']}"):
        raise problem(path, line, f"the zone {nearest[0]['id']} is of {nearest[0]['name']}, not of {domain}",
                      "without the line the zone is looked up by its name")
    return nearest[0] if nearest else None


def absent(zones: list[dict], domain: str) -> Problems:
    """The Problems of a domain that has no public zone in Route 53."""
    private = ", a private one apart" if zones else ""
    return problem("", 0, f"Route 53 has no hosted zone for {domain}{private}",
                   f"`aws route53 create-hosted-zone --name {domain} --caller-reference {domain}-1`, "
                   "then name its name servers at your registrar; docs/domains.md")


def servers(route53, zone_id: str) -> list:
    """[host name]: the name servers that the registrar must have, ["ns-1.awsdns-1.org", ...]."""
    return route53.get_hosted_zone(Id=zone_id).get("DelegationSet", {}).get("NameServers", [])


def records(route53, zone_id: str, name: str) -> list:
    """[{"type": "CNAME", "values": ["x"]}] of a name, sorted by type; an alias' value is where it leads."""
    page = route53.list_resource_record_sets(HostedZoneId=zone_id, StartRecordName=name, MaxItems="100")
    return sorted((record(record_set) for record_set in page["ResourceRecordSets"]
                   if plain(record_set["Name"]) == plain(name)), key=lambda record: record["type"])


def record(description: dict) -> dict:
    """Route 53's description of a record as the tools use it; "raw" is what a call that deletes it must pass."""
    alias = description.get("AliasTarget", {}).get("DNSName")
    values = [alias] if alias else [entry["Value"] for entry in description.get("ResourceRecords", [])]
    return {"type": description["Type"], "values": [plain(value) for value in values], "raw": description}


def plain(name: str) -> str:
    """The name without its last dot, in small letters; of an alias without the prefix that Route 53 adds."""
    return name.rstrip(".").lower().removeprefix("dualstack.")
