"""Pages that do not add up, and lists that change while they are read."""

from __future__ import annotations

from lead_pipeline_tests.under_fire.case import LISTS, Case, always, hit, once
from lead_pipeline_tests.under_fire.promise import Ending, Promise, Section

JOBS, LEADS = LISTS

PAGING = Section(
    "Paging",
    "A walk ends in a proof, or says that it has none. What it has seen lands in any case; only a proven walk marks "
    "rows as deleted.",
    (
        Case("a short page in the middle", Ending.RIGHT, faults=(once("short_page", rows=3),)),
        Case("only short pages", Ending.RIGHT, faults=(always("short_page", rows=5),)),
        Case("limit lowered by the server", Ending.RIGHT, faults=(always("limit_lowered", limit=7),)),
        Case("limit lowered on the way", Ending.RIGHT, faults=(hit("limit_lowered", after=1, times=None, limit=40),)),
        Case("an empty page that passes", Ending.RIGHT, faults=(once("empty_page"),)),
        Case("empty pages that stay", Ending.UNPROVEN, faults=(hit("empty_page", after=1, times=None),)),
        Promise("an exact multiple of the limit", Ending.RIGHT),
        Case("total too low", Ending.RIGHT, faults=(always("total_off", delta=-3),)),
        Case("total too high", Ending.UNPROVEN, faults=(always("total_off", delta=5),)),
        Case("total as text", Ending.RIGHT, faults=(always("total_string"),)),
        Case("no total, but the job counts its leads", Ending.RIGHT, faults=(always("total_null"),), routes=(LEADS,)),
        Case("no total, and nothing else that counts", Ending.UNPROVEN, faults=(always("total_null"),), routes=(JOBS,)),
        Case("a total that moves though nothing does", Ending.UNPROVEN, faults=(always("total_moving"),)),
        Case("a total that moves once", Ending.RIGHT, faults=(once("total_moving"),)),
        *(
            Case(f"a row {done} at the {where}", Ending.RIGHT, changes=True, faults=(once(kind, at=where),))
            for kind, done in (("insert_row", "inserted"), ("delete_row", "deleted"))
            for where in ("head", "middle", "tail")
        ),
        Case("a row deleted where we have been", Ending.RIGHT, changes=True, faults=(once("delete_row", at="read"),)),
        Case("one row inserted and one deleted, same total", Ending.RIGHT, changes=True, faults=(once("swap_row"),)),
        Case("rows in another order between pages", Ending.RIGHT, faults=(once("reordered"),)),
        Case("another order that stays", Ending.RIGHT, faults=(always("reordered"),)),
        Case("pages that overlap and miss", Ending.RIGHT, faults=(once("reordered", order="rotated", by=7),)),
        Case("the same page twice", Ending.RIGHT, faults=(once("repeated_page"),)),
        Case("the same page for ever", Ending.FAILED, faults=(always("repeated_page"),), says="The list loops"),
        Case("ids repeated on a page", Ending.RIGHT, faults=(once("repeated_ids", rows=2),)),
        Case("ids repeated on every page", Ending.UNPROVEN, faults=(always("repeated_ids", rows=2),)),
        Case(
            "whose leads are asked for ignored",
            Ending.FAILED,
            "no row lands under a wrong job",
            faults=(always("parameter_ignored", name="job_id"),),
            says="show the same rows",
            routes=(LEADS,),
        ),
        Case("offset ignored once", Ending.RIGHT, faults=(once("offset_ignored"),)),
        Case("offset ignored for ever", Ending.FAILED, faults=(always("offset_ignored"),), says="from offset 0"),
        Case(
            "pages without end, of invented rows",
            Ending.FAILED,
            faults=(always("endless", total="true"),),
            says="does not end",
        ),
        Case(
            "pages without end, the last one again",
            Ending.RIGHT,
            faults=(always("endless", rows="last_page", total="true"),),
        ),
    ),
)
