"""How Dagster calls dbt: dagster-dbt's resource, which starts no second dbt, and imports none, to learn what is known.

For each build its own one starts `dbt --version`, and builds an adapter in this process that opens the warehouse too;
both are asked for here only by whoever needs them. What is built with it is in `marts`.
"""

# Dagster reads the annotations of a resource, so here they are no texts.
import os
from collections.abc import Sequence
from functools import cached_property
from typing import Any, cast

from dagster_dbt import DbtCliResource
from dagster_dbt.compat import DBT_PYTHON_VERSION
from pydantic import Field

from lead_pipeline.marts.project import DBT, PROJECT, environment
from lead_pipeline.warehouse.database import Warehouse


class DbtTool(DbtCliResource):
    """The dbt beside this Python, of the version that is installed beside it too."""

    asks_warehouse: bool = Field(
        default=False, description="Whether this process looks at the columns of what dbt has built."
    )

    @classmethod
    def of(cls, warehouse: Warehouse) -> "DbtTool":
        """The tool for this warehouse."""
        os.environ |= environment(warehouse)  # the resource hands the environment on, and has no other way
        return cls(project_dir=str(PROJECT), profiles_dir=str(PROJECT), dbt_executable=str(DBT))

    def asking(self, *, warehouse: bool) -> "DbtTool":
        """The same, and whether it looks at columns."""
        return self.model_copy(update={"asks_warehouse": warehouse})

    @cached_property
    def _cli_version(self) -> Any:  # noqa: ANN401 - packaging's Version, which is none of our dependencies
        return DBT_PYTHON_VERSION

    def _initialize_dbt_core_adapter(self, args: Sequence[str]) -> Any:  # noqa: ANN401 - an adapter, or none
        return super()._initialize_dbt_core_adapter(cast("Any", args)) if self.asks_warehouse else None
