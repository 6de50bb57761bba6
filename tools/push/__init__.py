"""Zips, layers and container images: made from the app and its template (recipes/), uploaded to S3 and ECR."""
