"""A server that speaks like FlowMaticX and costs little: `python -m bench.server --leads 1000000`.

It is no sandbox: it plays no faults. Rows follow by arithmetic from their ids, so that no account is too large for it.
"""
