"""What Flask can do: a bare page of 20 rows with Flask-SQLAlchemy and Jinja. The measure of all others.

Served by the same gunicorn as the site: `PAGE20_DATABASE=… gunicorn tests.bench.page20:app`.
"""

import os
from datetime import datetime, timedelta

from flask import Flask, render_template_string
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import ForeignKey, insert, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from tests.bench.words import Filler

ROWS_EACH = 20
TEMPLATE = """<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><title>{{ number }}</title></head><body>
<h1>{{ number }}</h1>
{% for row in rows %}<article id="r{{ row.id }}"><h2>{{ row.author.name }}</h2><p>{{ row.created_at.isoformat() }}</p>
<div>{{ row.body|safe }}</div></article>
{% endfor %}</body></html>"""

db = SQLAlchemy()


class Author(db.Model):  # type: ignore[name-defined]
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Row(db.Model):  # type: ignore[name-defined]
    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[int] = mapped_column(index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("author.id"))
    created_at: Mapped[datetime]
    body: Mapped[str]
    author: Mapped[Author] = relationship()


app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{os.environ['PAGE20_DATABASE']}"
db.init_app(app)


@app.get("/<int:number>")
def page(number: int) -> str:
    """Twenty rows with their authors."""
    query = select(Row).where(Row.subject == number).order_by(Row.id).limit(ROWS_EACH)
    rows = db.session.scalars(query.options(joinedload(Row.author))).all()
    return render_template_string(TEMPLATE, rows=rows, number=number)


def fill(subjects: int) -> None:
    """Fill an empty database with this many subjects of twenty rows."""
    filler = Filler(seed=20)
    texts = [f"<p>{filler.text(40)}</p>" for _ in range(500)]
    at = datetime(2026, 1, 1)  # noqa: DTZ001  as plain as it can be
    with app.app_context():
        db.create_all()
        db.session.execute(insert(Author), [{"name": filler.name()} for _ in range(500)])
        db.session.execute(
            insert(Row),
            [
                {
                    "subject": number % subjects + 1,
                    "author_id": filler.chance.randrange(1, 501),
                    "created_at": at + timedelta(minutes=number),
                    "body": filler.chance.choice(texts),
                }
                for number in range(subjects * ROWS_EACH)
            ],
        )
        db.session.commit()
