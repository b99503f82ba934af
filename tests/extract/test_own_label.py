"""The label of a host that names its site."""

import pytest

from sharitories_crawl.extract.identity import own_label


@pytest.mark.parametrize(
    ("host", "label"),
    [
        ("bocal.fr", "bocal"),
        ("lieux.bocal.fr", "bocal"),
        ("amap.wordpress.com", "amap"),
        ("binette.blogspot.com", "binette"),
        ("jardin.wixsite.com", "jardin"),
        ("bocal.co.uk", "bocal"),
        ("bocal.example", "bocal"),
        ("localhost", "localhost"),
    ],
)
def test_a_host_s_own_label(host: str, label: str) -> None:
    assert own_label(host) == label
