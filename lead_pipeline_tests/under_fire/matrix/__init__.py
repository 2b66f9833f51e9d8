"""All that is promised, a file for each kind of fault, in the order of the page."""

from __future__ import annotations

from lead_pipeline_tests.under_fire.matrix.auth import AUTH
from lead_pipeline_tests.under_fire.matrix.body import BODY
from lead_pipeline_tests.under_fire.matrix.deletes import DELETES
from lead_pipeline_tests.under_fire.matrix.fields import FIELDS
from lead_pipeline_tests.under_fire.matrix.paging import PAGING
from lead_pipeline_tests.under_fire.matrix.process import PROCESS
from lead_pipeline_tests.under_fire.matrix.rate_limit import RATE_LIMIT
from lead_pipeline_tests.under_fire.matrix.storage import STORAGE
from lead_pipeline_tests.under_fire.matrix.time import TIME
from lead_pipeline_tests.under_fire.matrix.transport import TRANSPORT

MATRIX = (RATE_LIMIT, TRANSPORT, BODY, PAGING, FIELDS, AUTH, DELETES, PROCESS, STORAGE, TIME)
