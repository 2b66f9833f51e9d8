"""The sandbox: its shared parts, its systems, and the app that serves them.

It opens no socket; that is server's affair.
"""

from __future__ import annotations

from threading import RLock
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.routing import Mount

from lead_pipeline.sandbox.clock import Clock
from lead_pipeline.sandbox.control import control_routes
from lead_pipeline.sandbox.faults import FaultBoard
from lead_pipeline.sandbox.flowestate import FlowEstate
from lead_pipeline.sandbox.flowmaestro import FlowMaestro
from lead_pipeline.sandbox.flowmaticx import FlowMaticX
from lead_pipeline.sandbox.front import Front
from lead_pipeline.sandbox.journal import Journal
from lead_pipeline.sandbox.journeys import Journeys
from lead_pipeline.sandbox.keys import Keyring
from lead_pipeline.sandbox.leadconduit import LeadConduit
from lead_pipeline.sandbox.options import SandboxOptions
from lead_pipeline.sandbox.rate_limit import RateLimit
from lead_pipeline.sandbox.specway import Specway

if TYPE_CHECKING:
    from lead_pipeline.sandbox.system import System


class Sandbox:
    """All state of one sandbox; tests read it and change it in process."""

    def __init__(self, options: SandboxOptions | None = None) -> None:
        self.options = options or SandboxOptions()
        self.lock = RLock()
        self.clock = Clock(self.options.now, self.options.born)
        self.faults = FaultBoard()
        self.journal = Journal()
        self.keys = Keyring()
        self.rate_limit = RateLimit(self.clock, self.options.requests_per_minute)
        self.flowmaticx = FlowMaticX(self.options, self.clock, self.keys, self.lock)
        self.flowmaestro = FlowMaestro(self.options, self.clock, self.keys, self.lock)
        self.specway = Specway(self.options, self.clock, self.keys, self.lock)
        self.journeys = Journeys(self.options, self.clock, self.lock)
        self.leadconduit = LeadConduit(self.clock, self.keys, self.lock, self.journeys)
        self.flowestate = FlowEstate(self.options.seed, self.clock, self.keys, self.lock, self.journeys)
        systems: tuple[System, ...] = (
            self.flowmaticx,
            self.flowmaestro,
            self.specway,
            self.leadconduit,
            self.flowestate,
        )
        self.systems = {system.name: system for system in systems}
        fronts = [
            Mount(prefix, app=Front(self, system, prefix))
            for system in systems
            for prefix in (system.prefix, *system.aliases)
        ]
        self.app = Starlette(routes=[*fronts, *control_routes(self)])
