"""LeadConduit: takes leads in, checks them and hands them on; six endpoints to read.

What is this vendor's own. Who its leads are is the journeys' affair.
"""

from lead_pipeline.sandbox.leadconduit.system import LeadConduit

__all__ = ["LeadConduit"]
