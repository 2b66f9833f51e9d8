"""FlowMaestro: workflows, their executions, agents, triggers, knowledge bases and webhooks, to be read.

What is this vendor's own. Clock, faults, journal, keys, tables and the server are the sandbox's.
"""

from lead_pipeline.sandbox.flowmaestro.system import FlowMaestro

__all__ = ["FlowMaestro"]
