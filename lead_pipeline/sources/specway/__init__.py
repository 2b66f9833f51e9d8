"""Specway: workflows, forms and what people sent in with them. A file for each resource."""
