"""The sandbox: the APIs we read, on loopback, over real HTTP, with faults on demand.

It imports nothing of ours, since it plays the other side. Tests use RunningSandbox, the command line uses serve.
"""

from lead_pipeline.sandbox.faults import Fault, fault
from lead_pipeline.sandbox.options import SandboxOptions
from lead_pipeline.sandbox.server import PortInUse, RunningSandbox, serve
from lead_pipeline.sandbox.state import Sandbox

__all__ = ["Fault", "PortInUse", "RunningSandbox", "Sandbox", "SandboxOptions", "fault", "serve"]
