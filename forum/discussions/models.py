"""A discussion has no columns of its own, so no table of its own."""

from forum.core.item import Item


class Discussion(Item):
    """An open subject with replies."""

    __mapper_args__ = {"polymorphic_identity": "discussion"}
