"""Tables of ciphertext columns and readable facts; no logic. Importing this package registers every table."""

import importlib
import pkgutil

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"models.{_module.name}")
