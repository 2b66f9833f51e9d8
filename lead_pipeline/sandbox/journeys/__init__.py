"""People on their way: found by FlowMaticX, handed on to LeadConduit, sold to in FlowEstate; and who is who.

It is made of FlowMaticX's leads as they were at the start. What the systems show of it is theirs.
"""

from lead_pipeline.sandbox.journeys.journeys import Journeys

__all__ = ["Journeys"]
