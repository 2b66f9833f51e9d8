"""FlowEstate: a CRM for who sells property; fourteen endpoints to read.

What is this vendor's own. Who its leads are is the journeys' affair.
"""

from lead_pipeline.sandbox.flowestate.system import FlowEstate

__all__ = ["FlowEstate"]
