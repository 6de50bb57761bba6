import os

import boto3
from opensearchpy import AWSV4SignerAuth, OpenSearch, RequestsHttpConnection

port = int(os.environ["OPENSEARCH_PORT"])
auth = AWSV4SignerAuth(boto3.Session().get_credentials(), os.environ["AWS_REGION"], "es")
search = OpenSearch(hosts=[{"host": os.environ["OPENSEARCH_HOST"], "port": port}], http_auth=auth, use_ssl=port == 443,
                    verify_certs=port == 443, connection_class=RequestsHttpConnection, timeout=10)
INDEX = "articles"
