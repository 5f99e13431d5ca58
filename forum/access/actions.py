"""Everything that somebody can do, by name. What is not here cannot be allowed."""

from enum import StrEnum


class Action(StrEnum):
    # Nothing to do it to yet, or a group (subject: Group or None)
    ITEM_CREATE = "item.create"
    GROUP_CREATE = "group.create"
    # A group
    GROUP_READ_CONTENT = "group.read-content"
    GROUP_JOIN = "group.join"
    GROUP_ASK = "group.ask"
    GROUP_LEAVE = "group.leave"
    GROUP_MANAGE = "group.manage"
    GROUP_FOLLOW = "group.follow"
    # A theme or a person
    THEME_FOLLOW = "theme.follow"
    THEME_MERGE = "theme.merge"
    PERSON_FOLLOW = "person.follow"
    # An item
    ITEM_EDIT = "item.edit"
    ITEM_DELETE = "item.delete"
    ITEM_MOVE = "item.move"  # take it away from where it stands
    ITEM_TAKE_PART = "item.take-part"  # reply, vote
    ITEM_FOLLOW = "item.follow"
    ITEM_KEEP = "item.keep"  # look after it for others: a newer file, whether it still holds
    ITEM_SHARE = "item.share"  # let people without an account read this one thing, by a link
    ITEM_VERIFY = "item.verify"  # say that it was looked at and is right
    # A reply
    REPLY_EDIT = "reply.edit"
    REPLY_DELETE = "reply.delete"
    REPLY_REACT = "reply.react"
    # Either
    REPORT = "report"
    MODERATE = "moderate"
    # The site
    SEARCH_EDIT = "search.edit"  # words that mean the same, and best answers
    SITE_MODERATE = "site.moderate"
    SITE_ADMINISTER = "site.administer"
