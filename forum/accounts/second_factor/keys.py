"""Passkeys: the two conversations of WebAuthn, with the library that knows the protocol. No database here."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import exceptions, structs

from forum.accounts.second_factor import rules
from forum.accounts.second_factor.models import Passkey
from forum.core.user import User


class Refused(Exception):
    """What the browser sent proves nothing."""


@dataclass(frozen=True)
class Party:
    """For whom a passkey is: the site, by the name and the address that browsers see."""

    id: str
    name: str
    origin: str


def party(base_url: str, name: str) -> Party | None:
    """The site at `base_url`, or None where browsers make no passkeys for it."""
    parts = urlsplit(base_url)
    known = rules.party_of(parts.hostname)
    return Party(known, name, f"{parts.scheme}://{parts.netloc}") if known else None


def offer(site: Party, user: User, existing: Iterable[Passkey]) -> tuple[dict[str, Any], str]:
    """What a browser needs for making a passkey, and the challenge to remember."""
    options = webauthn.generate_registration_options(
        rp_id=site.id,
        rp_name=site.name,
        user_id=user.public_id.encode(),
        user_name=user.name,
        user_display_name=user.name,
        exclude_credentials=[_described(key) for key in existing],
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            user_verification=structs.UserVerificationRequirement.PREFERRED
        ),
    )
    return json.loads(webauthn.options_to_json(options)), webauthn.helpers.bytes_to_base64url(
        options.challenge
    )


def accept(site: Party, challenge: str, answer: Any) -> tuple[bytes, bytes, int]:
    """The id, the public key and the count of the passkey that a browser made. Raises Refused."""
    if not isinstance(answer, dict):
        raise Refused
    try:
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=webauthn.base64url_to_bytes(challenge),
            expected_rp_id=site.id,
            expected_origin=site.origin,
        )
    except (exceptions.WebAuthnException, ValueError, TypeError, KeyError) as error:
        raise Refused from error
    return made.credential_id, made.credential_public_key, made.sign_count


def ask(site: Party, existing: Iterable[Passkey]) -> tuple[dict[str, Any], str]:
    """What a browser needs for using one of these passkeys, and the challenge to remember."""
    options = webauthn.generate_authentication_options(
        rp_id=site.id, allow_credentials=[_described(key) for key in existing]
    )
    return json.loads(webauthn.options_to_json(options)), webauthn.helpers.bytes_to_base64url(
        options.challenge
    )


def id_in(answer: Any) -> bytes | None:
    """The id of the passkey that a browser says it used, or None."""
    try:
        return webauthn.base64url_to_bytes(answer["id"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def check(site: Party, challenge: str, answer: Any, key: Passkey) -> int:
    """The new count of `key`, which signed the challenge. Raises Refused."""
    if not isinstance(answer, dict):
        raise Refused
    try:
        used = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=webauthn.base64url_to_bytes(challenge),
            expected_rp_id=site.id,
            expected_origin=site.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
        )
    except (exceptions.WebAuthnException, ValueError, TypeError, KeyError) as error:
        raise Refused from error
    return used.new_sign_count


def _described(key: Passkey) -> structs.PublicKeyCredentialDescriptor:
    return structs.PublicKeyCredentialDescriptor(id=key.credential_id)
