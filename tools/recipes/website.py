"""A website: a private bucket, and the CloudFront distribution through which the public may read it."""
from aws import cfn
from aws.app import AppModel
from recipes import bucket, domain

CACHE_ID = "WebsiteCachePolicy"
# AWS's managed policies cache an object without Cache-Control for a day: a new page must be visible sooner.
CACHE_SECONDS, LONGEST_CACHE_SECONDS = 60, 365 * 24 * 3600
ERROR_CACHE_SECONDS = 10
# docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html
SECURITY_HEADERS = "67f7725c-6f97-4210-82d7-5512b31e9d03"


def resources(app: AppModel, name: str) -> dict[str, dict]:
    """{"DemoWebsite": the bucket, "DemoWebsitePolicy", "DemoWebsiteAccess", "DemoWebsiteDistribution"}"""
    id_ = bucket.bucket_id(name, "website")
    return {
        id_: cfn.resource("AWS::S3::Bucket", bucket.PROPERTIES, **bucket.RETAIN),
        f"{id_}Policy": bucket.policy(id_, [{
            "Effect": "Allow", "Action": "s3:GetObject", "Resource": cfn.sub(f"${{{id_}.Arn}}/*"),
            "Principal": {"Service": "cloudfront.amazonaws.com"},
            "Condition": {"StringEquals": {"AWS:SourceArn": distribution_arn(id_)}}}]),
        f"{id_}Access": cfn.resource("AWS::CloudFront::OriginAccessControl", {"OriginAccessControlConfig": {
            "Name": unique_name(f"{name}-website"), "OriginAccessControlOriginType": "s3",
            "SigningBehavior": "always", "SigningProtocol": "sigv4"}}),
        f"{id_}Distribution": cfn.resource("AWS::CloudFront::Distribution", {
            "DistributionConfig": {**distribution(id_), **domain.distribution(app, name)}}),
    }


def distribution_arn(id_: str) -> dict[str, str]:
    """The Fn::Sub of the distribution's ARN: CloudFormation has no attribute for it; CloudFront has no region."""
    return cfn.sub("arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/"
                   f"${{{id_}Distribution}}")


def unique_name(name: str) -> dict[str, str]:
    """The Fn::Sub of a name that is unique in the account, over all regions, as CloudFront requires."""
    return cfn.sub(f"${{AWS::StackName}}-{name}-${{AWS::Region}}")


def distribution(id_: str) -> dict:
    """HTTPS only, compressed, `/` is index.html, and the page of a missing object is /404.html.

    S3 responds with 403 to a request for a missing object if the caller may not list the bucket.
    """
    return {
        "Enabled": True,
        "HttpVersion": "http2and3",
        "IPV6Enabled": True,
        "DefaultRootObject": "index.html",
        "CustomErrorResponses": [{"ErrorCode": 403, "ResponseCode": 404, "ResponsePagePath": "/404.html",
                                  "ErrorCachingMinTTL": ERROR_CACHE_SECONDS}],
        "DefaultCacheBehavior": {
            "TargetOriginId": "bucket",
            "ViewerProtocolPolicy": "redirect-to-https",
            "Compress": True,
            "CachePolicyId": cfn.ref(CACHE_ID),
            "ResponseHeadersPolicyId": SECURITY_HEADERS},
        "Origins": [{"Id": "bucket", "DomainName": cfn.attribute(id_, "RegionalDomainName"),
                     "OriginAccessControlId": cfn.attribute(f"{id_}Access", "Id"),
                     "S3OriginConfig": {"OriginAccessIdentity": ""}}],
    }


def outputs(app: AppModel, name: str) -> dict[str, dict]:
    """{"DemoWebsiteName": the bucket's, "DemoWebsiteUrl": ...}"""
    id_ = bucket.bucket_id(name, "website")
    return {f"{id_}Name": {"Value": cfn.ref(id_)},
            f"{id_}Url": {"Value": cfn.sub(f"https://${{{id_}Distribution.DomainName}}")}}


def shared(app: AppModel) -> dict[str, dict]:
    """{logical id: resource}: the cache policy for objects without Cache-Control."""
    return {CACHE_ID: cfn.resource("AWS::CloudFront::CachePolicy", {"CachePolicyConfig": {
        "Name": unique_name("website"),
        "MinTTL": 0, "DefaultTTL": CACHE_SECONDS, "MaxTTL": LONGEST_CACHE_SECONDS,
        "ParametersInCacheKeyAndForwardedToOrigin": {
            "EnableAcceptEncodingBrotli": True, "EnableAcceptEncodingGzip": True,
            "CookiesConfig": {"CookieBehavior": "none"},
            "HeadersConfig": {"HeaderBehavior": "none"},
            "QueryStringsConfig": {"QueryStringBehavior": "none"}}}})}


def value(app: AppModel, name: str) -> dict[str, str]:
    """The value of a variable APP_WEBSITE: the bucket's name."""
    return bucket.value(app, name, "website")


def access_statements(app: AppModel, name: str) -> list[dict]:
    """[statement] of a role that may list the website's bucket, and read, write and delete its objects."""
    return bucket.access_statements(app, name, "website")
