"""Which addresses of the internet may be called: public ones, and nothing that is or leads to the inside.

Python knows which networks are set apart (`is_global`). Refused besides: addresses that hold another one inside,
multicast, and what clouds use for themselves on a public number.
"""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_REFUSED = tuple(
    ip_network(network)
    for network in (
        "192.0.0.0/24",  # clouds use some of these for themselves
        "168.63.129.16/32",  # the inside of a cloud
        "192.88.99.0/24",  # relays from IPv6 to IPv4
        "::/96",  # an IPv4 address inside, the oldest way
        "::ffff:0:0:0/96",
        "64:ff9b::/96",  # the same by translation
        "64:ff9b:1::/48",
        "2001::/23",  # the same by tunnels, and other experiments
        "2002::/16",
        "3fff::/20",  # for examples only
        "5f00::/16",
        "fec0::/10",
    )
)


class NotPublic(Exception):
    """This name leads to an address that may not be called, or to none."""


def is_public(text: str) -> bool:
    """Whether this is the number of a machine on the public internet. What is no number is not."""
    try:
        address: IPv4Address | IPv6Address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        if address.scope_id is not None:
            return False
        address = address.ipv4_mapped or address
    if address.is_multicast or address.is_reserved or not address.is_global:
        return False
    return not any(address in network for network in _REFUSED if network.version == address.version)


def resolve(host: str, port: int) -> str:
    """The number at which to call `host`. Connect to this very number: a second question may be answered otherwise.

    Raises:
        NotPublic: there is none, or one of them is not public.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotPublic from error
    numbers = [str(entry[4][0]) for entry in found]
    if not numbers or not all(is_public(number) for number in numbers):
        raise NotPublic
    return numbers[0]
