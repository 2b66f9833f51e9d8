"""FlowEstate projects: one row a development. `GET /projects`, all of them; there is no time filter."""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.sources.flowestate.pages import PAGES
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, camel_case, column


class Projects(pa.DataFrameModel):
    """One row a development."""

    id: str = column("Id of the project at FlowEstate.")
    name: str = column("Name of the development.")
    type: str = column("Kind of development, such as residential.", null=True)
    promotora: str = column("Company that develops it.", null=True)
    city: str = column("City.", null=True)
    address: str = column("Street address.", null=True)
    state: str = column("State or province.", null=True)
    country: str = column("Country, two letters as a rule.", null=True)
    description: str = column("What is said of it.", null=True)
    operation_type: str = column("Whether it is sold or let.", null=True, known=("sale", "rent"))
    currency: str = column("Currency of its prices, three letters.", null=True)
    sale_price: float = column("Price to buy, in currency.", null=True)
    rent_price: float = column("Price to rent, in currency.", null=True)
    min_price: float = column("Lowest price of a unit, in currency.", null=True)
    max_price: float = column("Highest price of a unit, in currency.", null=True)
    bedrooms: int = column("Number of bedrooms.", null=True)
    bathrooms: float = column("Number of bathrooms; half ones count half.", null=True)
    parking_spots: int = column("Number of parking spots.", null=True)
    built_area: float = column("Area of the building, in square metres it seems; 0 where it is not known.", null=True)
    lot_area: float = column("Area of the lot, in square metres it seems; 0 where it is not known.", null=True)
    status: str = column("State of the project.", known=("draft", "published", "archived"))
    image: str = column("Address of a picture.", null=True)
    unit_count: int = column("Number of its units.", ge=0)
    created_at: Instant = column("When the project was made (UTC).", fixed=True)
    updated_at: Instant = column("When it was last changed (UTC).")


PROJECTS_TABLE = Table(Projects, key=("id",), wire_name=camel_case)

PROJECTS = Endpoint(
    name="projects",
    path="/projects",
    rows="data",
    table=PROJECTS_TABLE,
    paging=PAGES,
    scope="projects:read",
    description="Projects: what is for sale or for rent.",
    params={"sortOrder": "asc"},
)
