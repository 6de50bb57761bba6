"""Cognito, where moto differs from it.

    user_pools        user pools and their operations
    user_pool_door    the operations that pages may call
    srp               the proof of a password
"""
