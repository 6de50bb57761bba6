"""Every API action of the local cloud: each takes the region's name and the request, a dict."""
from localcloud.cloudformation import actions, change_sets, views

OPERATIONS = {
    "CancelUpdateStack": actions.cancel_update_stack,
    "ContinueUpdateRollback": actions.continue_update_rollback,
    "CreateChangeSet": change_sets.create_change_set,
    "CreateStack": actions.create_stack,
    "DeleteChangeSet": change_sets.delete_change_set,
    "DeleteStack": actions.delete_stack,
    "DescribeChangeSet": change_sets.describe_change_set,
    "DescribeStackEvents": views.describe_stack_events,
    "DescribeStackResource": views.describe_stack_resource,
    "DescribeStackResources": views.describe_stack_resources,
    "DescribeStacks": views.describe_stacks,
    "ExecuteChangeSet": change_sets.execute_change_set,
    "GetTemplate": views.original_template,
    "GetTemplateSummary": views.template_summary,
    "ListChangeSets": change_sets.list_change_sets,
    "ListExports": views.list_exports,
    "ListImports": views.list_imports,
    "ListStackResources": views.list_stack_resources,
    "ListStacks": views.list_stacks,
    "UpdateStack": actions.update_stack,
    "UpdateTerminationProtection": actions.update_termination_protection,
    "ValidateTemplate": views.validate_template,
}
