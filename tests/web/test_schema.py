"""Whatever is asked, the API never breaks (schemathesis reads the OpenAPI and makes the requests up)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from tests.web.conftest import TOKEN

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")

#: Cases an operation; a longer run found nothing more.
_CASES = 12


@pytest.mark.parametrize("authorised", [False, True])
def test_no_request_breaks_the_server(served: Any, authorised: bool) -> None:
    schema = schemathesis.openapi.from_asgi("/openapi.json", served)
    headers = {"Authorization": f"Bearer {TOKEN}"} if authorised else {}
    asked = 0
    for found in schema.get_all_operations():
        operation = found.ok()

        @seed(1)
        @settings(
            max_examples=_CASES,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def run(case: Any) -> None:
            nonlocal asked
            answer = case.call(headers=headers)
            asked += 1
            assert answer.status_code < 500, (case.method, case.formatted_path, answer.text[:300])
            if answer.status_code >= 400:
                assert set(answer.json()["error"]) == {"status", "code", "message"}

        run()
    assert asked > 100
