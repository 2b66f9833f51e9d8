"""How we and three well-known tools do on the same faults of the same API: `python -m bench.faults`.

Each tool runs in a process of its own; what it landed is held against the sandbox's truth.
"""
