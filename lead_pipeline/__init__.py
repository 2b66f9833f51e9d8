"""A warehouse of lead-generation accounts that its users can trust.

Only the version lives here, so that importing one part of the package never loads another.
"""

__version__ = "0.1.0"
