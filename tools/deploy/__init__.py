"""From a pushed template to a stack: the change set, its progress and its failures.

    parameters        values of the template's parameters
    stored_values     values of variables that are in Parameter Store
    stack_states      brings a stack into a state that accepts a change set
    change_sets       makes a change set and executes it
    changes           what a change set does, in words
    differences       the changes between two templates, without a change set
    resolved_templates  templates with the values of their parameters
    present_stack     a stack as it is
    difference_report  what a deploy would do, as data and as lines
    drift             what was changed by hand
    hand_changes      what was changed by hand in functions, also their code, without CloudFormation
    renewals          creates again what was deleted by hand
    restorations      sets what was changed by hand to what the stack records
    deployers         who deploys, and since when
    used_artifacts    which objects of the artifacts bucket stacks use
    adoptions         state that exists outside a stack becomes a part of it
    kept_state        what deleted stacks kept, with its amounts: a first deploy lists it
    state_deletion    deletes state with its data
    losses            what a change set would remove, and the agreement that it needs
    code_changes      whether two versions of the templates differ only in code
    code_records      which code runs, where the stack records another
    deploy_calls      the calls of a deploy that change anything, as data
    code_deploys      deploys of code without CloudFormation
    recorded_versions  what a stack records
    rollbacks         restores the code that ran before the last deploy
    running_code      downloads the code and the template that a stage runs
    function_code     updates the code of functions
    nested            the change sets of nested stacks
    progress          a stack's events as lines
    failures          a stack's failures as problems with the line of the word, and hints for AWS's reasons
    earlier_stacks    stacks of an earlier name of the app
    addresses         what a person can call after a deploy
    deploy_policy     what a user needs to deploy the app
    stage_policies    the policies of an app in a stage
    preview           problems of the next deploy that need no cloud
    stream_preview    problems of Kinesis streams in the next deploy
    policy_rules      on which resources a user may do what
    own_actions       the actions that the resources of resources.yaml need
    boundary          what the app's roles may do at most
"""
