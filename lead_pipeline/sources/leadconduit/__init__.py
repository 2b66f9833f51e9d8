"""LeadConduit: leads are sent into flows, checked and delivered. A file for each resource."""
