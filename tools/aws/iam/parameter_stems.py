"""The beginnings of parameters that name a resource of a type, where they differ from the type. Data.

docs.aws.amazon.com/service-authorization/latest/reference/
"""
# {type: the beginning of its parameters}
ALL = {"eventsourcemapping": "UUID", "express": "execution", "foundation-model": "model",
       "rule-on-custom-event-bus": "rule", "rule-on-default-event-bus": "rule",
       "statemachine": "stateMachine", "userpool": "userPool"}
# {service: {type: the beginnings of its parameters}}: DBInstanceIdentifier of the type db; "" of `Name` alone
OF_SERVICE = {
    "airflow": {"environment": ""}, "amplify": {"apps": "app", "webhooks": "webhook"}, "appsync": {"graphqlapi": "api"},
    "athena": {"datacatalog": "catalog"}, "cloudtrail": {"trail": ""},
    "ec2": {"elastic-ip": "allocation", "key-pair": "keyPair key", "security-group": "group securityGroup"},
    "elasticache": {"parametergroup": "cacheParameterGroup", "securitygroup": "cacheSecurityGroup",
                    "subnetgroup": "cacheSubnetGroup"},
    "elasticloadbalancing": {"listener-rule": "rule"}, "elasticmapreduce": {"cluster": "jobFlow"},
    "glue": {"devendpoint": "endpoint", "mltransform": "transform"},
    "lambda": {"layerversion": "layer"},
    "iot": {"cert": "certificate", "custommetric": "metric", "mitigationaction": "action",
            "provisioningtemplate": "template"},
    "mobiletargeting": {"app": "application"},
    "rds": {"cluster": "dbCluster", "cluster-pg": "dbClusterParameterGroup", "cluster-snapshot": "dbClusterSnapshot",
            "db": "dbInstance", "og": "optionGroup", "pg": "dbParameterGroup", "proxy": "dbProxy",
            "snapshot": "dbSnapshot", "subgrp": "dbSubnetGroup"},
    "redshift": {"eventsubscription": "subscription", "snapshotschedule": "schedule",
                 "subnetgroup": "clusterSubnetGroup"},
    "ses": {"identity": "emailIdentity"},
    "ssm": {"automation-definition": "document", "maintenancewindow": "window", "patchbaseline": "baseline",
            "resourcedatasync": "sync"},
    "workspaces": {"connectionalias": "alias", "workspaceapplication": "application", "workspacebundle": "bundle",
                   "workspaceimage": "image", "workspaceipgroup": "group", "workspacespool": "pool"}}
