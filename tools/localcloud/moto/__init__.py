"""moto, and how it is changed from outside.

    state, state_wire, dispatch      moto's state and its lock, its WSGI application, its choice of functions
    replacing, lazy_imports          how functions of moto are replaced, and imports delayed
    bucket_defaults, bucket_policy, uploads    S3, where moto differs
    table_requests, table_conditions, table_values, table_answers, key_types    DynamoDB, where moto differs
    table_transactions, table_backups, partiql                                  DynamoDB as well
    managed_policies, certificates, senders, metrics    IAM, ACM, SES, CloudWatch
    secret_versions, state_machines                     Secrets Manager, Step Functions
"""
