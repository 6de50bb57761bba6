"""Operations of boto3 that are no actions of IAM, with the actions that they need: as botocore's text of each, or the
Service Authorization Reference, names them. Data, and a pure function.

docs.aws.amazon.com/service-authorization/latest/reference/
docs.aws.amazon.com/neptune/latest/userguide/iam-data-access-policies.html (queries)
"""
import re

READ, CHANGE = "ReadDataViaQuery", ("DeleteDataViaQuery", "WriteDataViaQuery")
# Queries of Neptune, by their parameter; without these words a query only reads.
QUERIES = {("neptunedata", "ExecuteGremlinExplainQuery"): "gremlinQuery",
           ("neptunedata", "ExecuteGremlinQuery"): "gremlinQuery",
           ("neptunedata", "ExecuteOpenCypherQuery"): "openCypherQuery",
           ("neptune-graph", "ExecuteQuery"): "queryString"}
CHANGING = re.compile(r"(?i)\b(call|create|delete|detach|drop|load|merge\w*|remove|set|add[ev]|property)\b")
# {boto3's service: {action: operations}}; an action of another service has its prefix
OPERATIONS = {
    "bcm-pricing-calculator": {
        f"{verb}{kind}": f"Batch{verb}{kind}" for verb in ("Create", "Delete", "Update")
        for kind in ("BillScenarioCommitmentModification", "BillScenarioUsageModification", "WorkloadEstimateUsage")},
    "cloudsearchdomain": {"document": "UploadDocuments"},
    "connectcases": {"CreateRelatedItem": "BatchCreateRelatedItem", "UpdateCase": "BatchUpdateCase"},
    "cognito-idp": {"DescribeTerms": "DescribeTermsByClient"},
    "dms": {"AssociateExtensionPack": "StartExtensionPackAssociation", "ListDataProviders": "DescribeDataProviders",
            "ListExtensionPacks": "DescribeExtensionPackAssociations",
            "ListInstanceProfiles": "DescribeInstanceProfiles",
            "ListMetadataModelAssessments": "DescribeMetadataModelAssessments",
            "ListMetadataModelConversions": "DescribeMetadataModelConversions",
            "ListMetadataModelExports": "DescribeMetadataModelExportsAsScript DescribeMetadataModelExportsToTarget",
            "ListMigrationProjects": "DescribeMigrationProjects",
            "StartMetadataModelExportAsScripts": "StartMetadataModelExportAsScript",
            "UpdateConversionConfiguration": "ModifyConversionConfiguration",
            "UpdateDataProvider": "ModifyDataProvider",
            "UpdateInstanceProfile": "ModifyInstanceProfile", "UpdateMigrationProject": "ModifyMigrationProject"},
    "ecr": {"BatchGetImage": "ListImageReferrers"},
    "glue": {"GetPartition": "GetUnfilteredPartitionMetadata", "GetPartitions": "GetUnfilteredPartitionsMetadata",
             "GetTable": "GetUnfilteredTableMetadata"},
    "lakeformation": {"GetDataAccess": "AssumeDecoratedRoleWithSAML GetGlueFunctionSessionContext"},
    "lexv2-models": {"ListAggregatedUtterances": "ListUtteranceAnalyticsData ListUtteranceMetrics"},
    "marketplace-catalog": {"DescribeEntity": "BatchDescribeEntities"},
    "neptune-graph": {"GetQueryStatus": "GetQuery"},
    "neptunedata": {
        READ: "ExecuteGremlinProfileQuery ExecuteOpenCypherExplainQuery",
        "CancelQuery": "CancelGremlinQuery CancelOpenCypherQuery",
        "DeleteStatistics": "DeletePropertygraphStatistics DeleteSparqlStatistics",
        "GetGraphSummary": "GetPropertygraphSummary GetRDFGraphSummary",
        "GetMLDataProcessingJobStatus": "GetMLDataProcessingJob", "GetMLEndpointStatus": "GetMLEndpoint",
        "GetMLModelTrainingJobStatus": "GetMLModelTrainingJob",
        "GetMLModelTransformJobStatus": "GetMLModelTransformJob",
        "GetQueryStatus": "GetGremlinQueryStatus GetOpenCypherQueryStatus ListGremlinQueries ListOpenCypherQueries",
        "GetStatisticsStatus": "GetPropertygraphStatistics GetSparqlStatistics",
        "GetStreamRecords": "GetPropertygraphStream GetSparqlStream",
        "ManageStatistics": "ManagePropertygraphStatistics ManageSparqlStatistics",
        "ResetDatabase": "ExecuteFastReset"},
    "qapps": {"ImportDocument": "CreatePresignedUrl"},
    "s3": {"CreateBucketMetadataTableConfiguration": "CreateBucketMetadataConfiguration",
           "DeleteBucketMetadataTableConfiguration": "DeleteBucketMetadataConfiguration",
           "GetBucketMetadataTableConfiguration": "GetBucketMetadataConfiguration",
           "s3express:CreateSession": "CreateSession RenameObject",
           "s3express:ListAllMyDirectoryBuckets": "ListDirectoryBuckets"},
    "s3control": {
        "GetAccountPublicAccessBlock": "GetPublicAccessBlock",
        "PutAccountPublicAccessBlock": "DeletePublicAccessBlock PutPublicAccessBlock",
        **{f"s3express:{name}": name for name in ("DeleteAccessPointScope", "GetAccessPointScope",
                                                   "ListAccessPointsForDirectoryBuckets", "PutAccessPointScope")},
        **{f"s3-outposts:{name}": name for name in ("GetBucket", "ListRegionalBuckets")},
        "s3-outposts:GetLifecycleConfiguration": "GetBucketLifecycleConfiguration",
        "s3-outposts:GetReplicationConfiguration": "GetBucketReplication",
        "s3-outposts:PutBucketTagging": "DeleteBucketTagging",
        "s3-outposts:PutLifecycleConfiguration": "DeleteBucketLifecycleConfiguration PutBucketLifecycleConfiguration",
        "s3-outposts:PutReplicationConfiguration": "DeleteBucketReplication PutBucketReplication"},
    "securityhub": {"GetAdhocInsightResults": "GetFindingStatisticsV2"},
    "taxsettings": {"GetExemptions": "BatchGetTaxExemptions GetTaxExemptionTypes ListTaxExemptions",
                    "UpdateExemptions": "PutTaxExemption"},
    "verifiedpermissions": {"GetPolicy": "BatchGetPolicy"},
    "vpc-lattice": {"UpdateRule": "BatchUpdateRule"},
}
ACTIONS = {(service, operation): action for service, actions in OPERATIONS.items()
           for action, operations in actions.items() for operation in operations.split()}


def actions(service: str, operation: str, prefix: str, params: dict) -> list[str]:
    """["neptune-db:GetQueryStatus"] of an operation that is no action; [] of others. prefix: IAM's name of its service
    """
    names = [ACTIONS[service, operation]] if (service, operation) in ACTIONS else []
    if (service, operation) in QUERIES:
        text = params.get(QUERIES[service, operation])
        only_reads = isinstance(text, str) and text.isascii() and not CHANGING.search(text)
        names = [READ] if only_reads else [READ, *CHANGE]
    return [name if ":" in name else f"{prefix}:{name}" for name in names]
