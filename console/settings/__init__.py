"""What the operator has set: the configuration file, secret references, policy and folders.

Imports console.model, msgspec, platformdirs and, only when a secret is kept there, keyring.
"""
