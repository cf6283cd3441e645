"""Describe the API in OpenAPI 3.1, the form in which programs read it."""

from typing import Any

from exercises.nouns import Kind, State
from service.store.models import Phase
from service.store.tokens import Scope
from service.web.api.gate import ROOT

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
TEXT_OR_NOT: Schema = {"type": ["string", "null"]}
COUNT: Schema = {"type": "integer", "minimum": 0}
NUMBER: Schema = {"type": "number"}


def openapi(site: str) -> Schema:
    """Return the document; ``site`` is the address it was asked at."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Pairgrad",
            "version": "1",
            "description": "Hand in, read verdicts, read the class.",
        },
        "servers": [{"url": site}],
        "paths": {ROOT + path: methods for path, methods in PATHS.items()},
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A token from the page /tokens.",
                }
            },
        },
    }


def _object(**properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _words(words: type[State] | type[Kind] | type[Phase]) -> Schema:
    return {"type": "string", "enum": [str(each.value) for each in words]}


PERSON = _object(id=TEXT, name=TEXT)
SCHEMAS: dict[str, Schema] = {
    "Problem": {
        "type": "object",
        "properties": {"what": TEXT, "then": TEXT, "field": TEXT, "request": TEXT},
        "required": ["what", "then"],
        "additionalProperties": False,
    },
    "Unit": _object(
        name=TEXT,
        state=_words(State),
        kind=_or_null(_words(Kind)),
        line=COUNT,
        sentence=TEXT,
        probes=_object(passed=COUNT, total=COUNT),
        counterexample=_or_null(_object(code=TEXT, expected=TEXT, got=TEXT)),
        misconceptions=_list(
            _object(id=TEXT, claim=TEXT, question=TEXT, agrees_on=COUNT)
        ),
    ),
    "Verdict": _object(
        headline=TEXT,
        units=_list(_ref("Unit")),
        assembled=_or_null(_ref("Unit")),
        remarks=_list(TEXT),
        suite_version=TEXT,
    ),
    "Submission": _object(
        id=TEXT,
        rung=TEXT_OR_NOT,
        attempt=COUNT,
        filename=TEXT,
        created_at=TEXT | {"format": "date-time"},
        phase=_words(Phase),
        ahead=COUNT,
        seconds=COUNT,
        our_fault=TEXT_OR_NOT,
        verdict=_or_null(_ref("Verdict")),
        page=TEXT | {"format": "uri"},
    ),
    "Entry": _object(
        rank={"type": ["integer", "null"]},
        name=TEXT,
        is_baseline={"type": "boolean"},
        track=TEXT,
        correct=COUNT,
        of=COUNT,
        accuracy=NUMBER,
        margin=NUMBER,
        runs=COUNT,
        time_ratio={"type": ["number", "null"]},
        seconds=NUMBER,
        reference_seconds={"type": ["number", "null"]},
        audits=_object(passed=COUNT, total=COUNT),
    ),
    "Pair": _object(id=TEXT, name=TEXT, nickname=TEXT, members=_list(PERSON)),
    "Grade": _object(
        pair=_ref("Pair"),
        points=NUMBER,
        all_explained={"type": "boolean"},
        late=COUNT,
        units=_list(
            _object(
                name=TEXT,
                state=_words(State),
                points=NUMBER,
                possible=NUMBER,
                why=TEXT,
                late={"type": "boolean"},
            )
        ),
    ),
    "HandIn": {
        "type": "object",
        "properties": {
            "filename": TEXT | {"description": "my_day.py or my_day.ipynb"},
            "source": TEXT | {"description": "the file's text, at most 256 KiB"},
            "rung": TEXT_OR_NOT | {"description": "null: every unit in the file"},
            "client_token": {
                "type": "string",
                "format": "uuid",
                "description": "sent twice, it is one submission",
            },
        },
        "required": ["filename", "source"],
    },
}
PROBLEMS = {
    "400": "not a request that can be read",
    "401": "no valid token",
    "403": "the token does not open this",
    "404": "not there, or another pair's",
    "405": "another method",
    "413": "more than fits",
    "415": "not JSON",
    "422": "a field needs another look",
    "429": "quicker than allowed: see Retry-After",
}


def _answer(schema: Schema, sentence: str) -> Schema:
    return {
        "description": sentence,
        "content": {"application/json": {"schema": schema}},
    }


def _operation(
    sentence: str,
    schema: Schema,
    *,
    scope: Scope | None = None,
    status: str = "200",
    problems: str = "400",
    **more: Any,
) -> Schema:
    found = problems.split() + (["401", "403", "404"] if scope else [])
    responses = {status: _answer(schema, sentence)}
    responses |= {each: _answer(_ref("Problem"), PROBLEMS[each]) for each in found}
    return {
        "summary": sentence,
        "description": f"Scope: {scope}." if scope else "No token needed.",
        "responses": responses,
        "security": [{"token": []}] if scope else [],
        **more,
    }


def _query(name: str, sentence: str, **schema: Any) -> Schema:
    return {
        "name": name,
        "in": "query",
        "description": sentence,
        "schema": TEXT | schema,
    }


CLASS = _query("class", "A class's id, for instructors of several.")
PATHS: dict[str, Schema] = {
    "/openapi.json": {"get": _operation("This document", {"type": "object"})},
    "/rungs": {
        "get": _operation(
            "The exercises by name",
            _object(rungs=_list(_object(rung=TEXT, title=TEXT, units=_list(TEXT)))),
        )
    },
    "/submissions": {
        "post": _operation(
            "Hand a file in",
            _ref("Submission"),
            scope=Scope.SUBMIT,
            status="202",
            problems="400 413 422 429",
            requestBody={
                "required": True,
                "content": {"application/json": {"schema": _ref("HandIn")}},
            },
        ),
        "get": _operation(
            "The newest submissions",
            _object(submissions=_list(_ref("Submission"))),
            scope=Scope.RESULTS,
            parameters=[_query("pair", "A pair's id, for instructors.")],
        ),
    },
    "/submissions/{submission_id}": {
        "get": _operation(
            "One submission: its place in the queue, or its verdict",
            _ref("Submission"),
            scope=Scope.RESULTS,
            parameters=[
                {
                    "name": "submission_id",
                    "in": "path",
                    "required": True,
                    "schema": TEXT,
                }
            ],
        )
    },
    "/leaderboard": {
        "get": _operation(
            "The leaderboard of one set of digits",
            _object(data=TEXT, entries=_list(_ref("Entry"))),
            scope=Scope.LEADERBOARD,
            problems="400 422",
            parameters=[
                _query("data", "Which digits.", enum=["mnist", "practice"]),
                CLASS,
            ],
        )
    },
    "/grades": {
        "get": _operation(
            "The grades as they stand now",
            _object(possible=NUMBER, grades=_list(_ref("Grade"))),
            scope=Scope.GRADES,
            parameters=[CLASS],
        )
    },
    "/pairs": {
        "get": _operation(
            "The class: pairs, and who has none yet",
            _object(pairs=_list(_ref("Pair")), without_pair=_list(PERSON)),
            scope=Scope.ROSTER,
            parameters=[CLASS],
        )
    },
}
