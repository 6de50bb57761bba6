"""The local cloud: moto, and the parts of AWS that moto does not have; it reads some names and facts of recipes/.

run_local.py starts it; testkit imports its API, event and CloudFormation code.
"""
from localcloud.moto import lazy_imports

lazy_imports.install()
