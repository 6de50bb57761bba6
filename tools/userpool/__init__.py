"""Users of private endpoints: those in the app's user pool of Cognito (recipes/user_pool.py), and their passwords.

    users             the user pool of a deployed app
    passwords         passwords that the pool accepts
"""
