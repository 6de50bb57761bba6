"""Cognito, where moto is wrong.

    user_pools        user pools and their operations
    user_pool_door    the operations that pages may call
    srp               the password proof
"""
