"""The three presets in words: one sentence each, and nothing else to configure."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from forum.core.group import Group, Preset


@dataclass(frozen=True)
class PresetWords:
    """`label` for a badge, `sentence` to choose by, `icon` of the sprite. The texts are lazy."""

    preset: Preset
    label: object
    sentence: object
    icon: str


PRESETS = {
    Preset.OPEN: PresetWords(Preset.OPEN, _("Open"), _("Iedereen kan lezen en meedoen."), "world"),
    Preset.CLOSED: PresetWords(
        Preset.CLOSED,
        _("Besloten"),
        _(
            "Iedereen met een account ziet de naam en de beschrijving en kan vragen om mee te doen. "
            "Alleen leden zien de inhoud, de bestanden en de ledenlijst."
        ),
        "lock",
    ),
    Preset.HIDDEN: PresetWords(
        Preset.HIDDEN,
        _("Verborgen"),
        _("Voor wie geen lid is, bestaat de groep niet. Meedoen kan alleen met een uitnodiging."),
        "hidden",
    ),
}


def words_of(group: Group) -> PresetWords:
    """The words for the preset of `group`."""
    return PRESETS[Preset(group.preset)]
