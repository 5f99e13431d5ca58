"""Insert a row, or change the one that is there: one statement, so that two tabs cannot make two rows."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from forum.lib.db import Base, db


def upsert(model: type[Base], keys: dict[str, Any], values: dict[str, Any]) -> None:
    """Insert `keys` and `values` into the table of `model`; where a row with these unique `keys` stands,
    set `values` on it instead. Without `values` an existing row is left as it is."""
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    query = dialect.insert(model).values(**keys, **values)  # defaults of other columns are filled in
    if values:
        query = query.on_conflict_do_update(index_elements=list(keys), set_=values)
    else:
        query = query.on_conflict_do_nothing(index_elements=list(keys))
    db.session.execute(query)
