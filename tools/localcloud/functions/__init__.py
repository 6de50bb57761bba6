"""Functions that run: from Invoke to a process, and back.

    invocations       Invoke and InvokeAsync
    registry          moto's record of a function -> a program to run
    lambda_settings   settings of a function that moto forgets
    versions          versions and aliases, where moto differs from Lambda
    runner            which environment runs an invocation
    program           code, settings and variables of an environment
    folders           unzipped code and layers
    environment       one execution environment
    runtime_api       the HTTP by which a process gets events
    spawner           starts processes through the zygote
    zygote            a process that has imported boto3 already, and forks
    writable          only /tmp is writable
    quick_sessions    cheaper sessions of botocore, inside functions
    process_changes   changes inside the process of a function: denied calls, log messages, hosts of user pools
    output            the lines that a process prints
    function_logs     what goes to the log group
    segments          X-Ray's answers to functions
    calls             the calls that this cloud remembers
"""
