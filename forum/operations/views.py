"""Whether this process can take visitors now, for who balances load. No details: everybody may ask."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from forum.access.routes import everyone
from forum.operations.health import QUICK, findings

bp = Blueprint("operations", __name__)


@bp.get("/readyz")
@everyone
def readyz() -> ResponseReturnValue:
    """200 when database, tables, storage and worker are well, else 503. Which one is not, the doctor tells."""
    if all(finding.ok for finding in findings(QUICK)):
        return {"status": "ready"}
    return {"status": "not ready"}, 503
