"""FlowMaticX: a lead-generation service with four endpoints.

What is this vendor's own. Clock, faults, journal, keys and the server are the sandbox's.
"""

from lead_pipeline.sandbox.flowmaticx.system import FlowMaticX

__all__ = ["FlowMaticX"]
