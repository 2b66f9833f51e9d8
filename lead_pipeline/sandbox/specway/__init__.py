"""Specway: workflows, executions, forms with submissions, credentials, integrations and webhooks, to be read.

What is this vendor's own. Clock, faults, journal, keys, tables and the server are the sandbox's.
"""

from lead_pipeline.sandbox.specway.system import Specway

__all__ = ["Specway"]
