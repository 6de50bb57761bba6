"""CloudFront: websites from private buckets.

    website           what a distribution answers
    private_bucket    an object, if the bucket's policy allows it
    response_headers  the headers of a response headers policy
"""
