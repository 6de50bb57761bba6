"""infra: {}"""
