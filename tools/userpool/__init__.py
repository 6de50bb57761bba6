"""Users of private endpoints: Cognito.

    users             the user pool of a deployed app
    passwords         passwords that the pool accepts
"""
