"""moto, and how it is changed from outside.

    state             moto's state, its lock, and clients that reach it
    state_wire        moto's WSGI application
    replacing         one named function of moto replaced by another
    bucket_policy     bucket policies with conditions
    certificates      ACM and custom domains
"""
