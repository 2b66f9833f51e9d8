"""FlowMaestro: workflows and agents, and what their runs gave. A file for each resource."""
