"""The API keeps its own description: schemathesis makes requests that fit it and requests that do not.

Every operation is asked by nobody, by a program that may read and by one that may write, half of the time about things
that are there. No answer may be a crash, a status or a type that is not described, or a shape that is; what does not
fit the description must be refused.
"""

import io
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from forum.accounts.models import Scope
from forum.attachments import service
from forum.lib.db import transaction
from tests import world as make
from tests.programs import token_of
from tests.samples import SAMPLES
from tests.world import World

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]
# A form knows texts only: a number sent in one arrives as its digits, which is a title like any other.
OF_FORMS = [check for check in CHECKS if check is not checks.negative_data_rejection]
EXAMPLES = 12
MODES = {"what fits": GenerationMode.POSITIVE, "what does not fit": GenerationMode.NEGATIVE}


@pytest.fixture
def real(world: World) -> dict[str, list[str]]:
    """Ids of things that are there, by the place in an address where they fit."""
    with transaction():
        reader = make.reader(world.member)
        items = [sample(reader, None, f"Over {kind}") for kind, sample in SAMPLES.items()]
        received = service.receive(io.BytesIO(b"Notulen"), "notulen.txt", 100)
        files = [service.upload(reader, received).public_id for _ in items]
        replies = [make.reply(item, world.member).public_id for item in items]
        return {
            "/items/": [item.public_id for item in items],
            "/replies/": replies,
            "/attachments/": files,
            "/people/": [world.member.public_id, world.manager.public_id],
            "/groups/": [group.address for group in world.groups],
        }


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("who", ["nobody", "a reader", "a writer"])
def test_the_api_is_as_described(
    app: Flask, world: World, real: dict[str, list[str]], who: str, mode: str
) -> None:
    scopes = {"a reader": Scope.READ, "a writer": Scope.WRITE}
    headers = {"Accept-Encoding": "identity"}  # the client of the test unpacks nothing
    if who in scopes:
        headers["Authorization"] = f"Bearer {token_of(world.member, scopes[who])}"
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 20
    if mode == "what does not fit":  # the others take nothing that could be wrong
        operations = [each for each in operations if each.body or each.query or each.headers]
    asked: dict[int, int] = {}
    for operation in operations:
        ids = next((known for start, known in real.items() if start in operation.path), [])

        @seed(20261126)
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(
            case=operation.as_strategy(generation_mode=MODES[mode]), known=st.sampled_from([*ids, None, None])
        )
        def ask(case: Any, known: str | None) -> None:
            if known and case.path_parameters:
                case.path_parameters = dict.fromkeys(case.path_parameters, known)
            answer = case.call(headers=headers)
            is_form = case.media_type == "multipart/form-data"
            case.validate_response(answer, checks=OF_FORMS if is_form else CHECKS)
            asked[answer.status_code] = asked.get(answer.status_code, 0) + 1

        ask()
    good = sum(number for status, number in asked.items() if status < 300)
    assert good > 20 if mode == "what fits" else sum(asked.values()) > good
