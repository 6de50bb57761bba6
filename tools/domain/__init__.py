"""The app's own domain: names, DNS zone and certificates.

    domain_file       domains/NAME.yaml
    domain_state      what the cloud has of a domain
    domain_plan       what must be done, as data
    planned_names     the names that the next deploy serves, for make diff
    zones             Route 53's hosted zones
    certificates      certificates of ACM
"""
