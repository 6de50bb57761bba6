"""IAM: which action a call needs, on which resource, and whether a policy allows it."""
