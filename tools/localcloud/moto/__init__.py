"""moto, and how it is changed from outside.

    state             moto's state, its lock, and clients for it
    dispatch          which function of moto answers a call inside this process
    state_wire        moto's WSGI application
    lazy_imports      delays imports of moto that rare calls need
    replacing         replaces a function of moto
    bucket_policy     bucket policies with conditions
    key_types         the types of keys in requests to DynamoDB
    table_backups     the range of time in a listing of DynamoDB's backups
    secret_versions   the version of a secret that is read after its label has moved
    partiql           PartiQL statements that moto's parser cannot read
    metrics           the newest values of the metrics that alarms are about
    managed_policies  AWS's own managed policies of IAM
    senders           e-mail of Amazon SES, which is not sent
    certificates      ACM and custom domains
    state_machines    state machines of Step Functions run, with their own roles
"""
