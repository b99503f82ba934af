"""The guard: which addresses may be asked, judged on the URL and again on what its name resolves to."""

import ipaddress
import re
import socket
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

import httpx

from sharitories_crawl.errors import BadInput
from sharitories_crawl.fetch.outcome import Failure, FetchFailure
from sharitories_crawl.fetch.policy import FetchPolicy

_Address = IPv4Address | IPv6Address
_Network = IPv4Network | IPv6Network

# IANA's special-purpose registries, plus Azure's metadata service, which has a public address
_SPECIAL_V4 = (
    "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 168.63.129.16/32 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 "
    "192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/3"
)
_FORBIDDEN_V4 = tuple(IPv4Network(text) for text in _SPECIAL_V4.split())
_PUBLIC_V6 = IPv6Network("2000::/3")
_FORBIDDEN_V6 = tuple(IPv6Network(text) for text in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
_MAPPED_V6 = (IPv6Network("::ffff:0:0/96"), IPv6Network("64:ff9b::/96"))

_OTHER_PROTOCOLS = (  # https://fetch.spec.whatwg.org/#port-blocking
    "0 1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 119 123 "
    "135 137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636 989 990 993 "
    "995 1719 1720 1723 2049 3659 4045 4190 5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 10080"
)
_BLOCKED_PORTS = frozenset(int(port) for port in _OTHER_PROTOCOLS.split())
_HOST_NAME = re.compile(r"(?=.{1,253}\.?$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?")
_LONGEST_URL = 8_192
"""Characters. Longer ones are refused by most servers (RFC 9110, 4.1, asks for at least 8000)."""
_ENDS_IN_NUMBER = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$")


class RefusedAddress(OSError):
    """A host name leads to an address that the guard forbids."""


@dataclass(frozen=True, slots=True)
class Exemptions:
    """What the address guard lets through although it is private, and where a sandbox takes everything else."""

    networks: tuple[_Network, ...] = ()
    trusted_hosts: frozenset[str] = frozenset()
    sandbox: tuple[str, int] | None = field(default=None)

    @classmethod
    def of(cls, policy: FetchPolicy) -> "Exemptions":
        """Read the policy's texts. Raises BadInput for a network or a sandbox address that cannot be read."""
        return cls(
            networks=tuple(_read_network(text) for text in policy.allow_networks),
            trusted_hosts=frozenset(host.lower().rstrip(".") for host in policy.trusted_hosts),
            sandbox=read_sandbox(policy.sandbox) if policy.sandbox else None,
        )

    def trusts(self, host: str, port: int) -> bool:
        """Whether the user configured this host, or this host at this port, himself."""
        if not self.trusted_hosts:
            return False
        host = host.rstrip(".")
        bracketed = f"[{host}]" if ":" in host else host
        return not self.trusted_hosts.isdisjoint((host, bracketed, f"{bracketed}:{port}"))

    def allows(self, ip: str) -> bool:
        """Whether an address may be connected to, for a host that is not trusted."""
        if not is_forbidden(ip):
            return True
        address = _unmapped(ipaddress.ip_address(ip))
        return any(address in network for network in self.networks if network.version == address.version)


NO_EXEMPTIONS = Exemptions()


@lru_cache(maxsize=4096)
def is_forbidden(ip: str) -> bool:
    """Whether an IP address is private, loopback, link-local, shared, multicast, reserved or a metadata service.

    IPv4 inside IPv6 (mapped, NAT64) is judged as the IPv4 it stands for; 6to4 and Teredo are refused.
    """
    address = _unmapped(ipaddress.ip_address(ip))
    if isinstance(address, IPv4Address):
        return any(address in network for network in _FORBIDDEN_V4)
    return address not in _PUBLIC_V6 or any(address in network for network in _FORBIDDEN_V6)


def check_url(url: str, exempt: Exemptions = NO_EXEMPTIONS) -> FetchFailure | None:
    """The reason why an address is never asked, or None. What its name resolves to is judged when connecting."""
    checked = read_url(url, exempt)
    return checked if isinstance(checked, FetchFailure) else None


def read_url(url: str | httpx.URL, exempt: Exemptions) -> httpx.URL | FetchFailure:
    """The address as a server is to see it, without fragment, or the reason why it is never asked."""
    if len(text := str(url)) > _LONGEST_URL:
        return FetchFailure(text[:200], Failure.BAD_URL, f"it is {len(text):,} characters long")
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, TypeError, ValueError) as error:
        return FetchFailure(str(url), Failure.BAD_URL, str(error))
    slug, detail = _why_refused(parsed, exempt)
    if slug is not None:
        return FetchFailure(str(url), slug, detail)
    return parsed.copy_with(fragment=None) if parsed.fragment else parsed


def _why_refused(url: httpx.URL, exempt: Exemptions) -> tuple[Failure | None, str]:
    if url.scheme not in ("http", "https"):
        return Failure.BAD_URL, f"only http and https are read, not {url.scheme or 'an address without a scheme'}"
    host = url.raw_host.decode("ascii")
    if not host:
        return Failure.BAD_URL, "it names no host"
    if url.userinfo:
        return Failure.BAD_URL, "it carries a user name or password"
    port = url.port
    if port is not None and not 0 <= port <= 65535:
        return Failure.BAD_URL, f"port {port} does not exist"
    if port is not None and port in _BLOCKED_PORTS:
        return Failure.REFUSED_PORT, f"port {port} belongs to another protocol"
    if ":" in host or _ENDS_IN_NUMBER.search(host):
        return _why_literal_refused(host, port or (443 if url.scheme == "https" else 80), exempt)
    if not _HOST_NAME.fullmatch(host):
        return Failure.BAD_URL, f"{host} is not a host name"
    return None, ""


@lru_cache(maxsize=1024)
def _why_literal_refused(host: str, port: int, exempt: Exemptions) -> tuple[Failure | None, str]:
    """For an IP address written in the URL; forms that only old parsers read (octal, hex, short) are never asked."""
    try:
        ip = str(ipaddress.ip_address(host))
        canonical = True
    except ValueError:
        canonical = False
        try:
            ip = socket.inet_ntoa(socket.inet_aton(host.rstrip(".")))
        except OSError:
            return Failure.BAD_URL, f"{host} is not an IP address"
    if canonical and (exempt.trusts(host, port) or exempt.sandbox == (host, port)):
        return None, ""
    if exempt.sandbox is not None:
        return Failure.REFUSED_ADDRESS, f"{host} lies outside the sandbox"
    if "%" in host or not exempt.allows(ip):
        return Failure.REFUSED_ADDRESS, f"{host} is not a public address"
    return (None, "") if canonical else (Failure.BAD_URL, f"{host} is an unusual way to write {ip}")


def _unmapped(address: _Address) -> _Address:
    if isinstance(address, IPv6Address) and any(address in network for network in _MAPPED_V6):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _read_network(text: str) -> _Network:
    try:
        return ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        raise BadInput(f"allow_networks: {text!r} is no network; write it like 10.0.0.0/8") from None


def read_sandbox(text: str) -> tuple[str, int]:
    try:
        url = httpx.URL(text)
        host = url.raw_host.decode("ascii")
    except (httpx.InvalidURL, ValueError):
        host = ""
    if not host or url.scheme != "http":
        raise BadInput(f"sandbox: {text!r} is no address of a sandbox; write it like http://127.0.0.1:8123")
    return host, url.port or 80
