"""Functions that run: from Invoke to a process, and back.

    invocations, registry, versions, lambda_settings    Invoke, and moto's records of functions, where it differs
    function_requests, function_answers                 what Lambda rejects and answers
    runner, program, folders, environment, runtime_api    execution environments, with one invocation at a time
    spawner, zygote, process_changes, quick_sessions, writable    processes that have imported boto3, and their limits
    output, function_logs, segments, calls     what a function prints, logs and traces, and the recorded calls
    recursion                                  functions that invoke each other in a loop
"""
