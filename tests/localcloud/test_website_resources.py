"""Distributions and records of zones as resources of a local stack."""
import json

import pytest

from localcloud.websites import website
from tests.fixtures.stacks import changed, resource, service


def test_a_distribution_and_its_policies(deploy_resources):
    website.install()
    control = resource("AWS::CloudFront::OriginAccessControl", OriginAccessControlConfig={
        "Name": "case", "OriginAccessControlOriginType": "s3", "SigningBehavior": "always",
        "SigningProtocol": "sigv4"})
    distribution = resource("AWS::CloudFront::Distribution", DistributionConfig={
        "Enabled": True, "DefaultRootObject": "index.html", "HttpVersion": "http2", "IPV6Enabled": True,
        "Aliases": ["www.example.com"], "PriceClass": "PriceClass_100",
        "CustomErrorResponses": [{"ErrorCode": "403", "ResponseCode": 200, "ResponsePagePath": "/index.html"}],
        "Origins": [{"Id": "bucket", "DomainName": {"Fn::GetAtt": ["Bucket", "RegionalDomainName"]},
                     "S3OriginConfig": {}, "OriginAccessControlId": {"Ref": "Control"}}],
        "DefaultCacheBehavior": {"TargetOriginId": "bucket", "ViewerProtocolPolicy": "redirect-to-https",
                                 "AllowedMethods": ["GET", "HEAD"], "Compress": "true",
                                 "CachePolicyId": {"Ref": "Cache"},
                                 "ResponseHeadersPolicyId": {"Ref": "Headers"}},
        "ViewerCertificate": {"AcmCertificateArn": {"Ref": "Certificate"}, "SslSupportMethod": "sni-only",
                              "MinimumProtocolVersion": "TLSv1.2_2021"}})
    base = {
        "Bucket": resource("AWS::S3::Bucket"), "Control": control, "Site": distribution,
        "Cache": resource("AWS::CloudFront::CachePolicy", CachePolicyConfig={"Name": "case"}),
        "Headers": resource("AWS::CloudFront::ResponseHeadersPolicy", ResponseHeadersPolicyConfig={"Name": "case"}),
        "Certificate": resource("AWS::CertificateManager::Certificate", DomainName="www.example.com"),
    }
    resources = deploy_resources(base).resources
    response = service("cloudfront").get_distribution(Id=resources["Site"].ref)["Distribution"]
    assert response["DomainName"] == resources["Site"].attributes["DomainName"]
    origin = response["DistributionConfig"]["Origins"]["Items"][0]
    assert origin["OriginAccessControlId"] == resources["Control"].ref
    assert origin["DomainName"] == resources["Bucket"].attributes["RegionalDomainName"]
    again = json.loads(json.dumps(base))
    again["Site"]["Properties"]["DistributionConfig"]["DefaultRootObject"] = "home.html"
    deploy_resources(again)
    response = service("cloudfront").get_distribution(Id=resources["Site"].ref)["Distribution"]
    assert response["DistributionConfig"]["DefaultRootObject"] == "home.html"


def test_a_function_at_the_edge_is_an_error(deploy_resources, cloudformation):
    settled = deploy_resources({"Site": resource("AWS::CloudFront::Distribution", DistributionConfig={
        "Enabled": True, "Origins": [], "DefaultCacheBehavior": {
            "TargetOriginId": "a", "ViewerProtocolPolicy": "allow-all",
            "FunctionAssociations": [{"EventType": "viewer-request", "FunctionARN": "arn"}]}})}, status="ROLLBACK_COMPLETE")
    assert any("The local cloud does not support FunctionAssociations of AWS::CloudFront::Distribution"
               in (event["ResourceStatusReason"] or "") for event in settled.events)
    with pytest.raises(cloudformation.exceptions.ClientError, match=r"Unrecognized resource types: \[AWS::CloudFront::Fun"):
        cloudformation.create_stack(StackName="edge", TemplateBody=json.dumps({"Resources": {
            "F": resource("AWS::CloudFront::Function", Name="a", FunctionCode="x", FunctionConfig={})}}))


def test_an_existing_record_is_not_overwritten(deploy_resources):
    zone = service("route53").create_hosted_zone(Name="example.net", CallerReference="taken")["HostedZone"]["Id"]
    record = {"Name": "www.example.net.", "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "10.0.0.1"}]}
    service("route53").change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": [
        {"Action": "CREATE", "ResourceRecordSet": record}]})
    settled = deploy_resources({"Www": resource("AWS::Route53::RecordSet", HostedZoneName="example.net.", Name="www.example.net",
                                     Type="A", TTL="60", ResourceRecords=["10.0.0.2"])}, status="ROLLBACK_COMPLETE")
    assert any("[name='www.example.net.', type='A'] but it already exists" in (event["ResourceStatusReason"] or "")
               for event in settled.events)
    record_sets = service("route53").list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    values = [record_set["ResourceRecords"] for record_set in record_sets if record_set["Type"] == "A"]
    assert values == [[{"Value": "10.0.0.1"}]]


def test_records_of_a_zone(deploy_resources):
    zone = service("route53").create_hosted_zone(Name="example.com", CallerReference="case")["HostedZone"]
    zone_id = zone["Id"].rpartition("/")[2]
    record = resource("AWS::Route53::RecordSet", HostedZoneName="example.com.", Name="www.example.com.", Type="A",
                      TTL="60", ResourceRecords=["10.0.0.1"])
    group = resource("AWS::Route53::RecordSetGroup", HostedZoneId=zone_id, RecordSets=[
        {"Name": "api.example.com.", "Type": "A", "AliasTarget": {
            "DNSName": "d.cloudfront.net", "HostedZoneId": "Z2FDTNDATAQYW2"}}])

    def names():
        record_sets = service("route53").list_resource_record_sets(HostedZoneId=zone_id)["ResourceRecordSets"]
        return {entry["Name"]: entry.get("TTL") for entry in record_sets if entry["Type"] == "A"}

    deploy_resources({"Record": record, "Group": group})
    assert names() == {"www.example.com.": 60, "api.example.com.": None}
    deploy_resources({"Record": changed(record, TTL="90")})
    assert names() == {"www.example.com.": 90}
