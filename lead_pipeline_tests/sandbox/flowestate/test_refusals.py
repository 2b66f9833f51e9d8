"""Who may call and how often, what is refused and how it is said, and faults in this vendor's own words."""

from __future__ import annotations

import httpx
import pytest

from lead_pipeline_tests.sandbox.one_system import OneSystem

OTHER = "fe_k_ffffffffffffffffffffffffffffffff"
SCOPES = {
    "/leads": "leads:read",
    "/leads/search?phone=1": "leads:read",
    "/leads/lead_0": "leads:read",
    "/leads/lead_0/activities": "leads:read",
    "/projects": "projects:read",
    "/projects/proj_001": "projects:read",
    "/projects/proj_001/units": "projects:read",
    "/members": "members:read",
    "/members/mem_0": "members:read",
    "/webhooks/events": "webhooks:manage",
    "/webhooks/subscriptions": "webhooks:manage",
}


def said(answer: httpx.Response) -> tuple[int, str, str]:
    body = answer.json()
    assert list(body) == ["error"]
    assert list(body["error"]) == ["message", "code"]
    return answer.status_code, body["error"]["code"], body["error"]["message"]


def ask_as(api: OneSystem, token: str, path: str) -> httpx.Response:
    return api.client.get(path, headers={"Authorization": f"Bearer {token}".strip()})


@pytest.mark.parametrize("token", ["", "fe_k_", "fe_k_0123", "fe_k_" + "G" * 32, "short", "lg_live_0123456789abcd"])
def test_a_missing_or_malformed_token_is_401(api: OneSystem, token: str) -> None:
    assert said(ask_as(api, token, "/me"))[:2] == (401, "UNAUTHORIZED")


def test_an_expired_key_is_401_and_an_inactive_one_403(api: OneSystem) -> None:
    api.control("POST", "/keys", {"key": OTHER, "expired": True})
    assert said(ask_as(api, OTHER, "/me"))[:2] == (401, "UNAUTHORIZED")
    api.edit("switch", name="expired_is_forbidden")
    assert said(ask_as(api, OTHER, "/me"))[:2] == (403, "FORBIDDEN")
    api.control("POST", "/keys", {"key": OTHER, "revoked": True})
    assert said(ask_as(api, OTHER, "/me")) == (403, "FORBIDDEN", "API key is inactive")


@pytest.mark.parametrize(("path", "scope"), SCOPES.items())
def test_each_endpoint_asks_for_its_scope(api: OneSystem, path: str, scope: str) -> None:
    api.sandbox.keys.register(OTHER, sorted({*SCOPES.values(), "leads:write"} - {scope}))
    message = f"Insufficient permissions. Missing scopes: {scope}"
    assert said(ask_as(api, OTHER, path)) == (403, "FORBIDDEN", message)
    api.sandbox.keys.register(OTHER, [scope])
    assert ask_as(api, OTHER, path).status_code in {200, 404}


@pytest.mark.parametrize(
    ("path", "own"), [("/pipeline/stages", "pipeline:read"), ("/lead-sources", "lead-sources:read")]
)
def test_where_the_documents_name_two_scopes_either_passes(api: OneSystem, path: str, own: str) -> None:
    for scopes, status in (([own], 200), (["leads:read"], 200), (["members:read"], 403)):
        api.sandbox.keys.register(OTHER, scopes)
        assert ask_as(api, OTHER, path).status_code == status


def test_anyone_may_ask_who_they_are(api: OneSystem) -> None:
    api.sandbox.keys.register(OTHER, [])
    assert ask_as(api, OTHER, "/me").status_code == 200


@pytest.mark.parametrize("path", ["/leads/lead_0", "/projects/proj_0", "/members/mem_0", "/nothing", "/leads/a/b"])
def test_what_is_not_there_is_404(api: OneSystem, path: str) -> None:
    assert said(api.get(path))[:2] == (404, "NOT_FOUND")


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("/leads", {"limit": 0}, "limit"),
        ("/leads", {"offset": -1}, "offset"),
        ("/leads", {"status": "sleeping"}, "status"),
        ("/leads", {"source": "radio"}, "source"),
        ("/leads", {"sortOrder": "sideways"}, "sortOrder"),
        ("/projects", {"status": "sold"}, "status"),
        ("/leads/lead_0/activities", {"limit": "x"}, "limit"),
    ],
)
def test_a_query_that_does_not_fit_is_400_and_the_message_lists_the_field(
    api: OneSystem, path: str, query: dict[str, object], field: str
) -> None:
    status, code, message = said(api.get(path, None, **query))
    assert (status, code) == (400, "VALIDATION_ERROR")
    assert message.startswith(f"Validation error: {field}: expected ")


def test_over_the_limit_is_429_with_the_code_of_a_bad_request(limited: OneSystem) -> None:
    limited.sandbox.keys.register(OTHER, plan="free")
    limited.sandbox.clock.advance(37)
    answers = [ask_as(limited, OTHER, "/lead-sources") for _ in range(61)]
    assert [answer.status_code for answer in answers] == [200] * 60 + [429]
    assert said(answers[-1]) == (429, "BAD_REQUEST", "Rate limit exceeded. Retry after 23 seconds.")
    assert answers[-1].headers["retry-after"] == "23"
    assert answers[-1].headers["x-ratelimit-limit"] == "60"
    assert answers[-1].headers["x-ratelimit-remaining"] == "0"
    # No good answer tells how much is left.
    assert not [name for name in answers[0].headers if name.startswith("x-ratelimit")]
    assert limited.get("/lead-sources").status_code == 200
    limited.sandbox.clock.advance(23)
    assert ask_as(limited, OTHER, "/lead-sources").status_code == 200


def test_a_paid_key_has_a_thousand_a_minute(limited: OneSystem) -> None:
    asked = [limited.get("/leads/lead_0").status_code for _ in range(1001)]
    assert asked == [404] * 1000 + [429]


def test_faults_speak_this_vendors_language(api: OneSystem) -> None:
    arm = api.sandbox.faults.arm
    arm("status", "flowestate/leads", status=500)
    assert said(api.get("/leads"))[:2] == (500, "INTERNAL_ERROR")
    arm("rate_limited", "flowestate/projects", seconds=4)
    answer = api.get("/projects")
    assert (said(answer)[:2], answer.headers["retry-after"]) == ((429, "BAD_REQUEST"), "4")
    arm("status", "flowestate/me", status=403, message="Has alcanzado el máximo de leads de tu plan.")
    assert said(api.get("/me"))[2].startswith("Has alcanzado")
    arm("error_as_200", "flowestate/units")
    assert said(api.get("/projects/proj_001/units"))[:2] == (200, "INTERNAL_ERROR")
    arm("html_body", "flowestate/members")
    assert api.get("/members").text.startswith("<!DOCTYPE")
    arm("data_null", "flowestate/lead_sources")
    assert api.body("/lead-sources") == {"data": None}
    arm("truncated_json", "flowestate/pipeline_stages")
    with pytest.raises(ValueError, match="char"):
        api.get("/pipeline/stages").json()


def test_faults_of_pages_bend_the_words_of_this_vendor(api: OneSystem) -> None:
    arm, total = api.sandbox.faults.arm, api.body("/leads")["pagination"]["total"]
    arm("total_off", "flowestate/leads", delta=-100)
    assert api.body("/leads")["pagination"]["total"] == total - 100
    arm("offset_ignored", "flowestate/leads")
    assert api.body("/leads", limit=10, offset=30) == api.body("/leads", limit=10)
    arm("limit_lowered", "flowestate/leads", limit=5)
    assert api.body("/leads")["pagination"] == {"total": total, "limit": 5, "offset": 0, "hasMore": True}
    arm("empty_page", "flowestate/leads")
    assert api.body("/leads") == {"data": [], "pagination": {"total": total, "limit": 50, "offset": 0, "hasMore": True}}


@pytest.mark.parametrize("order", ["asc", "desc"])
@pytest.mark.parametrize("at", ["head", "middle", "tail"])
def test_a_row_can_come_and_go_where_it_is_wanted(api: OneSystem, at: str, order: str) -> None:
    def ids() -> list[str]:
        return [row["id"] for row in api.body("/leads", limit=100, status="lost", sortOrder=order)["data"]]

    before = ids()
    number = {"head": 0, "middle": len(before) // 2, "tail": len(before)}[at]
    api.sandbox.faults.arm("insert_row", "flowestate/leads", at=at)
    with_one = ids()
    assert with_one[:number] + with_one[number + 1 :] == before
    api.sandbox.faults.arm("delete_row", "flowestate/leads", at=number)
    assert ids() == before


def test_a_lead_that_goes_while_someone_pages_lets_another_be_skipped(api: OneSystem) -> None:
    whole = [row["id"] for row in api.body("/leads", limit=100, sortOrder="asc")["data"]]
    first = [row["id"] for row in api.body("/leads", limit=50, sortOrder="asc")["data"]]
    api.sandbox.faults.arm("delete_row", "flowestate/leads", at="read")
    second = [row["id"] for row in api.body("/leads", limit=49, offset=50, sortOrder="asc")["data"]]
    assert set(whole) - {*first, *second} == {whole[50]}
