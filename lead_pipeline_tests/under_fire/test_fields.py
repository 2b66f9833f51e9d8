"""Fields over the whole line, from the server's row to the table: what lands, what is set aside, what stops."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from lead_pipeline_tests.under_fire.matrix.fields import FIELDS
from lead_pipeline_tests.under_fire.promise import Ending, keeps

if TYPE_CHECKING:
    from lead_pipeline_tests.under_fire.trial import Trial


LEADS = "flowmaticx/leads"
LEAD_TEXTS = (
    "businessName", "category", "email", "decisionMakerName", "decisionMakerRole", "phone", "website", "domain",
    "address", "city", "postalCode", "country", "icebreaker", "emailSubject", "emailBody", "aiInsight", "keyword",
)  # fmt: skip
TERMINAL = "\x1b]0;owned\x07\x1b[31mred\x1b[0m\nerror: all is lost\x00\u202e"
TEXTS = {
    "emoji": "🦆👩‍👩‍👧‍👦 e\u0301 is not é",
    "right-to-left": "مرحبا\u202e!",
    "megabyte": "x" * 1_000_000,
    "terminal": TERMINAL,
    "SQL": "'; drop table raw_flowmaticx.leads; --",
    "quotes": "\"'`\\\\ $1 {} %s :name",
    "formula": "=cmd|'/C calc'!A0",
    "formula with a tab": "\t@SUM(1+1)*cmd|' /C calc'!A0",
}


def some_lead(trial: Trial) -> int:
    return min(trial.rig.truth("leads"))


@keeps(
    FIELDS,
    "emoji, right-to-left, combining characters",
    "a text of 1 MB",
    "SQL in every text field",
    "formula text (`=cmd|…`)",
)
@pytest.mark.parametrize("name", TEXTS)
def test_any_text_lands_letter_for_letter_in_any_field(trial: Trial, name: str) -> None:
    text = TEXTS[name]
    lead, job = some_lead(trial), min(trial.rig.truth("jobs"))
    many = LEAD_TEXTS if len(text) < 1000 else LEAD_TEXTS[:1]
    trial.rig.world.edit.set_lead(id=lead, fields=dict.fromkeys(many, text))
    trial.rig.world.edit.set_job(id=job, fields={"keyword": text, "location": text})
    trial.ends(Ending.RIGHT)
    trial.holds_truth()
    trial.ends(Ending.RIGHT, "--verify")
    trial.holds_truth()


@keeps(FIELDS, "a NUL, line breaks and terminal codes in a text")
def test_what_would_steer_a_terminal_is_shown_and_does_nothing(trial: Trial) -> None:
    lead = some_lead(trial)
    trial.rig.world.edit.set_lead(id=lead, fields={"businessName": TERMINAL, "emailStatus": TERMINAL})
    trial.ends(Ending.ASIDE)
    sql = "select record, reasons from quarantine.flowmaticx_leads"
    for words in (["query", sql], ["quarantine", "list"], ["quarantine", "show", "flowmaticx", "leads"], ["status"]):
        ended = trial.run(*words)
        assert not set(ended.said) & {"\x1b", "\x07", "\x00", "\u202e"}, words
    trial.rig.world.edit.set_lead(id=lead, fields={"emailStatus": "VALID"})
    trial.ends(Ending.RIGHT, "--verify")
    trial.holds_truth()
    shown = trial.run("query", f"select business_name from raw_flowmaticx.leads where id = {lead}")
    assert not set(shown.said) & {"\x1b", "\x07", "\x00", "\u202e"}
    as_json = trial.run("query", f"select business_name from raw_flowmaticx.leads where id = {lead}", "--json")
    assert json.loads(as_json.out)[0]["business_name"] == TERMINAL


@pytest.mark.parametrize(
    ("field", "sent", "landed"),
    [
        pytest.param("reviewsCount", 2**53 + 1, 2**53 + 1, marks=keeps(FIELDS, "integers over 2^53"), id="2^53 + 1"),
        pytest.param("reviewsCount", 2**63 - 1, 2**63 - 1, id="2^63 - 1"),
        pytest.param("reviewsCount", "12", 12, marks=keeps(FIELDS, "a number as text"), id="a number as text"),
        pytest.param(
            "createdAt", "2026-02-03T23:30:00-02:00", "2026-02-04 01:30:00",
            marks=keeps(FIELDS, "times with an offset"), id="offset",
        ),
        pytest.param(
            "createdAt", "2026-02-03T08:00:00", "2026-02-03 08:00:00",
            marks=keeps(FIELDS, "times without a zone"), id="no zone",
        ),
        pytest.param(
            "createdAt", "0001-01-01T00:00:00Z", "0001-01-01 00:00:00",
            marks=keeps(FIELDS, "the years 0001 and 9999"), id="year 1",
        ),
        pytest.param("createdAt", "9999-12-31T23:59:59Z", "9999-12-31 23:59:59", id="year 9999"),
        pytest.param(
            "country", "Atlantis", "Atlantis", marks=keeps(FIELDS, "a value that nobody documented"), id="undocumented",
        ),
    ],
)  # fmt: skip
def test_a_value_off_the_norm_lands_without_loss(trial: Trial, field: str, sent: object, landed: object) -> None:
    lead = some_lead(trial)
    trial.arm(
        [
            {
                "kind": "field_value",
                "route": LEADS,
                "times": None,
                "params": {"field": field, "value": sent, "ids": [lead]},
            }
        ]
    )
    trial.ends(Ending.RIGHT)
    column = "created_at::varchar" if field == "createdAt" else {"reviewsCount": "reviews_count"}.get(field, field)
    assert trial.rig.query(f"select {column} from raw_flowmaticx.leads where id = {lead}") == [(landed,)]
    trial.heal()
    trial.ends(Ending.RIGHT, "--verify")
    trial.holds_truth()


def value(field: str, sent: Any) -> dict[str, Any]:
    return {"kind": "field_value", "params": {"field": field, "value": sent}}


ASIDE: dict[str, tuple[dict[str, Any], str]] = {
    "integers over 2^63": (value("reviewsCount", 2**63), "reviews_count: not a whole number of 64 bits"),
    "seconds since 1970 where a time belongs": (value("createdAt", 1770105600), "created_at: not an ISO date and time"),
    "null where it is not allowed": (value("isBillable", None), "is_billable: not_nullable"),
    "another type in some records": (value("rating", {"stars": 5}), "rating: not a number that a float holds exactly"),
    "a required field missing in some records": (
        {"kind": "field_missing", "params": {"field": "createdAt"}}, "created_at: not_nullable",
    ),
}  # fmt: skip


@keeps(FIELDS, *ASIDE)
@pytest.mark.parametrize("name", ASIDE)
@pytest.mark.parametrize("is_held", [False, True], ids=["first", "held"])
def test_a_record_that_breaks_a_rule_is_set_aside_and_no_other(trial: Trial, name: str, is_held: bool) -> None:
    order, reason = ASIDE[name]
    lead = some_lead(trial)
    if is_held:
        trial.ends(Ending.RIGHT)
    trial.arm([{**order, "route": LEADS, "times": None, "params": {**order["params"], "ids": [lead]}}])
    trial.ends(Ending.ASIDE, "--verify", says="1 set aside")
    ((key, record, reasons),) = trial.rig.query("select key, record, reasons from quarantine.flowmaticx_leads")
    assert key == str(lead)
    assert json.loads(record)["id"] == lead
    assert reason in reasons
    truth, landed = trial.rig.truth("leads"), trial.rig.landed("leads")
    assert {key: truth[key] for key in truth if key != lead} == {key: landed[key] for key in landed if key != lead}
    assert landed.get(lead) == (truth[lead] if is_held else None)
    assert trial.deleted() == set()
    trial.heal()
    trial.ends(Ending.RIGHT, "--verify")
    trial.holds_truth()


@keeps(FIELDS, "half a character (a lone surrogate)")
def test_half_a_character_costs_its_record_and_no_other(trial: Trial) -> None:
    lead = some_lead(trial)
    name = trial.rig.truth("leads")[lead]["business_name"]
    trial.arm([{"kind": "half_character", "route": LEADS, "times": None, "params": {"before": name}}])
    trial.ends(Ending.ASIDE, says="set aside")
    ((record,),) = trial.rig.query(f"select record from quarantine.flowmaticx_leads where key = '{lead}'")
    assert "\\ud83d" in record
    trial.heal()
    trial.ends(Ending.RIGHT, "--verify")
    trial.holds_truth()


@keeps(FIELDS, "a record without an id")
def test_a_record_without_an_id_is_set_aside(trial: Trial) -> None:
    lead = some_lead(trial)
    trial.arm([{"kind": "field_missing", "route": LEADS, "times": None, "params": {"field": "id", "ids": [lead]}}])
    trial.ends(Ending.ASIDE, says="1 set aside")
    assert trial.rig.landed("leads").keys() == trial.rig.truth("leads").keys() - {lead}
    trial.heal()
    trial.ends(Ending.RIGHT, "--verify")
    assert trial.rig.landed("leads") == trial.rig.truth("leads")


@keeps(FIELDS, "a field that nobody declared")
def test_a_field_that_nobody_declared_is_kept_and_noted(trial: Trial) -> None:
    trial.arm(
        [{"kind": "field_added", "route": LEADS, "times": None, "params": {"field": "mood", "value": {"a": [1]}}}]
    )
    trial.ends(Ending.RIGHT, says="new drift")
    trial.holds_truth()
    assert trial.rig.query("select distinct _extra::varchar from raw_flowmaticx.leads") == [('{"mood":{"a":[1]}}',)]
    assert trial.rig.query("select kind, field from ops.drift") == [("new field", "mood")]


@keeps(FIELDS, "an optional field missing in some records")
def test_an_optional_field_that_is_missing_is_empty_and_noted(trial: Trial) -> None:
    lead = some_lead(trial)
    trial.arm([{"kind": "field_missing", "route": LEADS, "times": None, "params": {"field": "city", "ids": [lead]}}])
    trial.ends(Ending.RIGHT, says="new drift")
    assert trial.rig.query(f"select city from raw_flowmaticx.leads where id = {lead}") == [(None,)]
    trial.heal()
    trial.ends(Ending.RIGHT, "--verify")
    trial.holds_truth()


WHOLE: dict[str, dict[str, Any]] = {
    "a required field missing in all records": {"kind": "field_missing", "params": {"field": "createdAt"}},
    "a required field renamed": {"kind": "field_renamed", "params": {"field": "createdAt", "to": "created_on"}},
    "another type in all records": {"kind": "field_value", "params": {"field": "id", "value": {"new": "id"}}},
}


@keeps(FIELDS, *WHOLE)
@pytest.mark.parametrize("name", WHOLE)
def test_an_api_that_changed_its_shape_lands_nothing_and_harms_nothing(trial: Trial, name: str) -> None:
    trial.ends(Ending.RIGHT)
    held = trial.rows()
    trial.arm([{**WHOLE[name], "route": LEADS, "times": None}])
    trial.ends(Ending.FAILED, "--verify", says="leads")
    assert trial.rows() == held
    trial.heal()
    trial.ends(Ending.RIGHT, "--verify")
    trial.holds_truth()
