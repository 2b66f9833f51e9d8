"""FlowEstate: sales of property, from lead to unit. A file for each resource."""
