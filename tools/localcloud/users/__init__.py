"""Cognito, where moto differs from it.

    user_pools        user pools and their operations
    user_pool_door    the operations that pages may call
    triggers          the operations of a pool that invoke its lambdas
    trigger_invocations   invoking a lambda of a pool
    srp               the proof of a password
"""
