"""CloudFront: websites from private buckets."""
