"""From a pushed template to a stack: the change set, its progress and its failures.

    parameters, stored_values        values of the template's parameters
    stack_states, change_sets, nested, progress    change sets: created, executed, and their events as lines
    changes, differences, resolved_templates, present_stack, difference_report    what a deploy would do
    drift, hand_changes, renewals, restorations    what was changed or deleted by hand, and how a deploy restores it
    adoptions, kept_state, state_deletion, losses    state that stacks kept, become part of a stack, and its deletion
    code_changes, code_records, code_deploys, function_code, deploy_calls    deploys of code without CloudFormation
    recorded_versions, rollbacks, running_code, used_artifacts    what a stack records, and the code that it runs
    deployers, earlier_stacks        who deploys, and stacks of an earlier name of the app
    failures, addresses              a stack's failures as problems, and what a person can call after a deploy
    deploy_policy, policy_rules, stage_policies, own_actions, boundary    what a user needs to deploy the app
    preview, stream_preview, pool_preview  problems of the next deploy that need no cloud
"""
