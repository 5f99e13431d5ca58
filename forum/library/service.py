"""What people do with documents."""

from collections.abc import Iterable

from forum.access import Reader
from forum.core.folder import Folder
from forum.core.group import Group
from forum.library import folders, previews, reading, rules
from forum.library.extraction.outcome import Extraction
from forum.library.models import Document, ExtractionState
from forum.library.uploads import Upload
from forum.threads import writing
from forum.work import outbox

EXTRACT = "library.extract"
EXTRACT_VERSION = "library.extract_version"


def add_document(
    reader: Reader,
    upload: Upload,
    *,
    title: str = "",
    summary: str = "",
    group: Group | None = None,
    audience: str | None = None,
    theme_names: Iterable[str] = (),
    public_id: str | None = None,
    extraction: Extraction | None = None,
    folder: Folder | None = None,
) -> Document:
    """Publish a kept file (`uploads.keep`) as a document. Without `title` it gets one from the file.

    Its text is read later, by the worker; who has read it already gives it as `extraction`.
    `public_id` comes from the form: the same form sent twice gives the document that it made before. `folder` is one
    of `group`, through the door: what lies in it is never for more people than the folder.

    Raises:
        Forbidden: `reader` may not write in this place.
        Invalid: title, summary, themes, audience or folder cannot be used. Nothing was written.
    """
    if folder is not None:
        folders.hold(folder, group.id if group else None)
    document = Document(
        sha256=upload.sha256,
        size=upload.size,
        filename=upload.filename,
        media_type=upload.type.media_type,
        type_label=upload.type.label,
        extraction_state=ExtractionState.PENDING,
    )
    if public_id:
        document.public_id = public_id
    kept = writing.publish(
        reader,
        document,
        title=title or rules.title_from(upload.filename),
        summary=summary,
        group=group,
        audience=audience,
        theme_names=theme_names,
    )
    if kept is not document:
        return kept
    folders.lay(document, folder)
    if extraction is None:
        outbox.enqueue(EXTRACT, document_id=document.id)
    else:
        reading.store(document, extraction)
    previews.promise(document)
    return document


def edit_document(
    reader: Reader, document: Document, *, title: str, summary: str, theme_names: Iterable[str]
) -> None:
    """Change what is said about a document that came through the door. The file stays as it is.

    Raises:
        Forbidden: `reader` may not edit it.
        Invalid: title, summary or themes cannot be used. Nothing was written.
    """
    writing.edit(
        reader, document, title=title, body=document.body_source, summary=summary, theme_names=theme_names
    )
