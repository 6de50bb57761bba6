"""Zips, layers and container images: made from the app and its template (recipes/), uploaded to S3 and ECR.

    layers/           layers: from a requirements.txt to a zip for the app's Python and machine
    artifacts         uploads what the bucket lacks
    images            container images: from a Dockerfile to ECR
    scratch           temporary folders of builds
    zip_changes       what differs between two zips of a lambda
    zip_digests       the CodeSha256 of the zips of a stage
    zips              which files are in a lambda's zip, and the zip
"""
