"""The checkers behind tests/architecture: from a file's path and text to a list of complaints.

Each is tested itself on a good and a bad example (test_architecture_checks.py), so that a rule
cannot pass because its checker looks the other way.
"""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 400
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}
# What only a request knows. Views may ask; what lies below gets it as an argument (rule 2).
REQUEST_STATE = {
    "flask": {"request", "g", "session"},
    "flask_login": {"current_user", "login_user", "logout_user"},
}
# Below the views, and still about the request itself: this list is the whole exception.
ASKS_THE_REQUEST = {
    "forum/access/current.py": "builds the reader of this request, for the views",
    "forum/access/routes.py": "keeps each route to its declared audience",
    "forum/accounts/session.py": "is the sign-in itself",
    "forum/api/": "is the web layer of programs: bodies, headers, paging, problems",
    "forum/attachments/form_files.py": "reads the files of a form, for the views of every kind",
    "forum/notifications/frame.py": "is the count in the frame of the page that is being made",
    "forum/threads/compose.py": "is the writing form of the views of every kind",
    "forum/threads/draft_form.py": "keeps what a form of any view was holding",
    "forum/threads/pages.py": "is the page of an item, for the views of every kind",
    "forum/errors.py": "is the error page",
    "forum/lib/": "tools of the web layer: transaction, headers, language, limits",
}
CONTENT = {"Item", "Reply", "Attachment", "Group", "Membership", "Revision", "SavedDraft", "Folder"}
READS = {"select", "get", "get_one", "query", "select_from", "join", "outerjoin", "exists"}
DOOR = re.compile(r"#\s*door:\s*\S")
COMMITTERS = {
    "forum/lib/db.py": "the one commit of a request or a job",
    "forum/search/whoosh_engine.py": "commits to the index, never to the database",
}
IMPORTS_BY_NAME = {
    "forum/lib/later.py": "what is heavy and seldom used costs no memory until it is used",
    "forum/library/extraction/worker.py": "a fresh process loads only the one parser that it needs",
}
ENGINES = {"whoosh", "tantivy"}

Checker = Callable[[str, str], list[str]]


def python_files(*folders: str) -> Iterator[tuple[str, str]]:
    """Path (as in the repository) and text of each Python file below `folders`."""
    for folder in folders:
        start = ROOT / folder
        for file in sorted(start.rglob("*.py")) if start.is_dir() else [start]:
            yield file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")


def _line(path: str, node: ast.AST, text: str) -> str:
    return f"{path}:{getattr(node, 'lineno', 1)}: {text}"


def _is_view(path: str) -> bool:
    return PurePosixPath(path).name.startswith("views")


def _excepted(path: str, allowed: dict[str, str]) -> bool:
    return any(path == place or (place.endswith("/") and path.startswith(place)) for place in allowed)


def content_models(files: list[tuple[str, str]]) -> set[str]:
    """The names of all content: the base classes, and every class that is a kind of Item."""
    names = set(CONTENT)
    for _path, source in files:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ClassDef) and any(
                isinstance(base, ast.Name) and base.id == "Item" for base in node.bases
            ):
                names.add(node.name)
    return names


def _root_name(node: ast.expr) -> str | None:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def one_door(path: str, source: str, models: set[str] | None = None) -> list[str]:
    """Rule 1: content is read through forum.access, or the line says `# door: why not`."""
    if path.startswith("forum/access/"):
        return []
    guarded = models or CONTENT
    lines = source.splitlines()
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        touched = {_root_name(argument) for argument in node.args} & guarded
        # The remark may stand on any line of the call, or on the line above it.
        remarks = lines[max(0, node.lineno - 2) : node.end_lineno]
        if name in READS and touched and not any(DOOR.search(line) for line in remarks):
            found.append(
                _line(
                    path, node, f"{name}({', '.join(sorted(map(str, touched)))}) does not go through the door"
                )
            )
    return found


def reader_is_an_argument(path: str, source: str) -> list[str]:
    """Rule 2: nothing below the views looks at the request or at who is signed in."""
    if _is_view(path) or _excepted(path, ASKS_THE_REQUEST):
        return []
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module in REQUEST_STATE:
            names = {alias.name for alias in node.names} & REQUEST_STATE[node.module]
            found += [_line(path, node, f"asks {node.module}.{name}") for name in sorted(names)]
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            name = node.value.id
            if node.attr in REQUEST_STATE.get(name, ()):
                found.append(_line(path, node, f"asks {name}.{node.attr}"))
    return found


def refusals_are_raised(path: str, source: str) -> list[str]:
    """Rule 4: NotFound and Forbidden say it, one error page answers; nobody calls abort()."""
    return [
        _line(path, node, "calls abort(); raise NotFound or Forbidden")
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and (getattr(node.func, "id", None) == "abort" or getattr(node.func, "attr", None) == "abort")
    ]


def never_commits(path: str, source: str) -> list[str]:
    """Rule 6: one commit per request, in one place."""
    if _excepted(path, COMMITTERS):
        return []
    return [
        _line(path, node, "commits; the end of the request or job does that")
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", None) == "commit"
    ]


def engine_behind_protocol(path: str, source: str) -> list[str]:
    """Rule 7: only the search room knows which search engine there is."""
    if path.startswith("forum/search/"):
        return []
    return [_line(path, node, f"imports {name}") for node, name in _imports(source) if name in ENGINES]


def _imports(source: str) -> Iterator[tuple[ast.stmt, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name.split(".")[0]
        elif isinstance(node, ast.ImportFrom):
            yield node, (node.module or "").split(".")[0]


def no_hidden_imports(path: str, source: str) -> list[str]:
    """Rules 8 and 10: every import stands at the top, where everybody sees it."""
    if path in IMPORTS_BY_NAME:
        return []
    found = set()
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    found.add(_line(path, node, "imports inside a function"))
                dynamic = isinstance(node, ast.Call) and (
                    getattr(node.func, "id", getattr(node.func, "attr", None))
                    in ("import_module", "__import__")
                )
                if dynamic:
                    found.add(_line(path, node, "imports by name inside a function"))
    return sorted(found)


def short_enough(path: str, source: str) -> list[str]:
    """Rule 10: no file over 400 lines."""
    length = len(source.splitlines())
    return [f"{path}: {length} lines, more than {LONGEST_FILE}"] if length > LONGEST_FILE else []


def says_what_it_is(path: str, _source: str) -> list[str]:
    """Rule 10: no name that says nothing; a big room is split by noun, never by "2"."""
    parts = [PurePosixPath(part).stem for part in PurePosixPath(path).parts]
    vague = [part for part in parts if part in VAGUE_NAMES or re.fullmatch(r".*[a-z_]2", part)]
    return [f"{path}: the name '{name}' says nothing" for name in vague]


def asks_the_registry(path: str, source: str) -> list[str]:
    """Nobody outside a room compares `item.kind` with a text: the registry of kinds knows."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            kinds = [side for side in sides if isinstance(side, ast.Attribute) and side.attr == "kind"]
            texts = [side for side in sides if isinstance(side, ast.Constant) and isinstance(side.value, str)]
            if kinds and texts:
                found.append(_line(path, node, "compares .kind with a text; ask forum.core.kinds"))
    return found


def template_asks_the_registry(path: str, source: str) -> list[str]:
    """The same for templates."""
    pattern = re.compile(r"\.kind\s*(==|!=|in)\s*[\[(]?\s*[\"']")
    return [
        f"{path}:{number}: compares .kind with a text; ask kind_of(item)"
        for number, line in enumerate(source.splitlines(), 1)
        if pattern.search(line)
    ]


def shows_no_raw_html(path: str, source: str) -> list[str]:
    """Stored HTML is shown by one macro, templates/components/trusted.html: there it is said why that is safe."""
    if path == "templates/components/trusted.html":
        return []
    return [
        f"{path}:{number}: shows HTML as it is; use prose() of components/trusted.html"
        for number, line in enumerate(source.splitlines(), 1)
        if re.search(r"\|\s*safe\b", line)
    ]


def views_know_no_sql(path: str, source: str) -> list[str]:
    """Views are HTTP only: no SQLAlchemy, no session."""
    if not _is_view(path):
        return []
    return [
        _line(path, node, f"imports {name}")
        for node, name in _imports(source)
        if name in ("sqlalchemy", "flask_sqlalchemy")
    ] + [
        _line(path, node, "uses the database session")
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and node.attr == "session" and _root_name(node) == "db"
    ]


def rules_are_pure(path: str, source: str) -> list[str]:
    """rules.py: facts in, result out; no database, no Flask."""
    if PurePosixPath(path).name != "rules.py":
        return []
    impure = ("sqlalchemy", "flask", "flask_login", "flask_sqlalchemy")  # words (flask_babel) are no impurity
    return [_line(path, node, f"imports {name}") for node, name in _imports(source) if name in impure]


def reader_comes_first(path: str, source: str) -> list[str]:
    """A public function that takes a Reader takes it first (get_x and find_x: like the door, last)."""
    if path.startswith("forum/access/"):
        return []
    found = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith(("_", "get_", "find_")):
            arguments = [*node.args.posonlyargs, *node.args.args]
            readers = [getattr(argument.annotation, "id", None) == "Reader" for argument in arguments]
            if any(readers) and not readers[0]:
                found.append(_line(path, node, f"{node.name}() takes a Reader, and not first"))
    return found
