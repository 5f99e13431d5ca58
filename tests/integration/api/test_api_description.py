"""The OpenAPI description is valid, complete, and the same for everybody."""

from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import validate

from tests.programs import program_of
from tests.world import World


def test_it_is_valid_openapi_3_1(client: FlaskClient) -> None:
    answer = client.get("/api/v1/openapi.json")
    description = answer.get_json()
    validate(description)
    assert description["openapi"].startswith("3.1")
    assert description["info"]["license"]["identifier"] == "EUPL-1.2"
    assert description["info"]["contact"]["url"] == description["servers"][0]["url"] == "http://localhost"
    assert answer.headers["API-Version"] == description["info"]["version"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_it_names_every_address(app: Flask, client: FlaskClient) -> None:
    described = set(client.get("/api/v1/openapi.json").get_json()["paths"])
    served = {
        rule.rule.replace("<", "{").replace(">", "}")
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
    }
    assert described == served
    assert all(path == path.lower() and not path.endswith("/") for path in served)


def test_every_error_is_a_problem(client: FlaskClient) -> None:
    description = client.get("/api/v1/openapi.json").get_json()
    operations = [
        operation
        for path in description["paths"].values()
        for method, operation in path.items()
        if method != "parameters"
    ]
    assert len(operations) > 20
    assert len({operation["operationId"] for operation in operations}) == len(operations)
    for operation in operations:
        for status, response in operation["responses"].items():
            name = response.get("$ref", "").rpartition("/")[2]
            content = (
                description["components"]["responses"][name]["content"]
                if name
                else response.get("content", {})
            )
            if int(status) >= 400:
                assert set(content) == {"application/problem+json"}


def test_it_is_the_same_for_everybody(app: Flask, world: World, client: FlaskClient) -> None:
    path = "/api/v1/openapi.json"
    assert program_of(app, world.administrator).get(path).data == client.get(path).data
