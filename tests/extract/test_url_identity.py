"""Addresses: the same place, the same page, the same owner, the same account."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharitories_crawl.extract.urls import canonicalize_url, normalize_url, site_key, social_account


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        pytest.param("HTTP://WWW.Fablab.FR:80", "http://www.fablab.fr/", id="scheme-host-port"),
        pytest.param("https://fablab.fr:443/Lieu/", "https://fablab.fr/Lieu/", id="path-case-kept"),
        pytest.param("https://fablab.fr:8443/", "https://fablab.fr:8443/", id="other-port-kept"),
        pytest.param("https://fablab.fr/a#contact", "https://fablab.fr/a", id="fragment"),
        pytest.param("https://fablab.fr/a?utm_source=x&id=2&fbclid=Iw", "https://fablab.fr/a?id=2", id="tracking"),
        pytest.param("https://fablab.fr/a?gclid=x", "https://fablab.fr/a", id="only-tracking"),
        pytest.param("https://fablab.fr/?b=2&a=1", "https://fablab.fr/?b=2&a=1", id="query-order-kept"),
        pytest.param("https://fablab.fr/a/../b/./c", "https://fablab.fr/b/c", id="dots"),
        pytest.param("https://fablab.fr/é t%c3%a9/%7Eamap", "https://fablab.fr/%C3%A9%20t%C3%A9/~amap", id="escapes"),
        pytest.param("https://Épicerie-Solidaire.fr/", "https://xn--picerie-solidaire-9sb.fr/", id="idn"),
        pytest.param(" https://fablab.fr/a\n ", "https://fablab.fr/a", id="white-space"),
        pytest.param("https://fablab.fr./a", "https://fablab.fr/a", id="final-dot"),
    ],
)
def test_a_canonical_address_is_the_same_place(url: str, canonical: str) -> None:
    assert canonicalize_url(url) == canonical


@pytest.mark.parametrize(
    ("href", "absolute"),
    [
        ("/contact", "https://a.fr/contact"),
        ("contact.html?x=1#f", "https://a.fr/x/contact.html?x=1"),
        ("../z", "https://a.fr/z"),
        ("//b.fr/y", "https://b.fr/y"),
        ("?page=2", "https://a.fr/x/y?page=2"),
        ("/p?utm_medium=m", "https://a.fr/p"),
        ("", "https://a.fr/x/y"),
    ],
)
def test_a_relative_address_is_read_from_its_base(href: str, absolute: str) -> None:
    assert canonicalize_url(href, "https://a.fr/x/y") == absolute


@pytest.mark.parametrize(
    "url",
    [
        "mailto:a@b.fr",
        "ftp://a.fr/",
        "javascript:void(0)",
        "https://user:secret@a.fr/",
        "https:///chemin",
        "https://",
        "a.fr/contact",
        "https://a..fr/",
        "https://a.fr:99999/",
        "https://a b.fr/",
        "https://[::1/",
        "https://a.fr/" + "x" * 5_000,
        "",
    ],
)
def test_what_is_no_address_of_a_host_is_refused(url: str) -> None:
    with pytest.raises(ValueError):
        canonicalize_url(url)


@given(st.text(max_size=60), st.sampled_from(["", "https://a.fr/x/y", "http://b.fr/?q=1"]))
def test_canonical_addresses_stay_as_they_are(text: str, base: str) -> None:
    for candidate in (text, f"https://a.fr/{text}", f"https://a.fr/?{text}", f"https://{text}.fr/"):
        try:
            canonical = canonicalize_url(candidate, base)
        except ValueError:
            continue
        assert canonicalize_url(canonical) == canonical
        assert canonical.startswith(("http://", "https://"))


@pytest.mark.parametrize(
    "url",
    [
        "http://www.fablab.fr/lieu/",
        "https://m.fablab.fr/lieu",
        "https://fablab.fr/lieu/index.php",
        "https://fablab.fr/lieu/?utm_campaign=x",
        "https://duckduckgo.com/l/?uddg=https%3A%2F%2Fwww.fablab.fr%2Flieu%2F&rut=abc",
        "https://www.google.com/url?sa=t&url=https%3A%2F%2Ffablab.fr%2Flieu&usg=x",
        "https://www.google.fr/url?q=https://fablab.fr/lieu&sa=U",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Ffablab.fr%2Flieu%3Ffbclid%3Dabc&h=x",
        "https://web.archive.org/web/20200101000000/http://www.fablab.fr/lieu/",
        "https://www.bing.com/ck/a?!&&p=x&u=a1aHR0cHM6Ly9mYWJsYWIuZnIvbGlldQ&ntb=1",
    ],
)
def test_one_page_has_one_normal_address(url: str) -> None:
    assert normalize_url(url) == "fablab.fr/lieu"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://fablab.fr/a?id=1", "https://fablab.fr/a?id=2"),
        ("https://fablab.fr/Lieu", "https://fablab.fr/lieu"),
        ("https://a.wordpress.com/", "https://b.wordpress.com/"),
    ],
)
def test_two_pages_have_two_normal_addresses(one: str, other: str) -> None:
    assert normalize_url(one) != normalize_url(other)


def test_a_normal_address_sorts_its_query() -> None:
    assert normalize_url("https://a.fr/?b=2&a=1") == normalize_url("http://www.a.fr/?a=1&b=2") == "a.fr?a=1&b=2"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.lafabrique-vannes.fr/contact", "lafabrique-vannes.fr"),
        ("https://blog.lafabrique.co.uk/", "lafabrique.co.uk"),
        ("https://lesel.unkeeper.fr/", "lesel.unkeeper.fr"),
        ("https://repaircafe.asso.fr/", "repaircafe.asso.fr"),
        ("https://Amap-Lorient.wordpress.com/2020/", "amap-lorient.wordpress.com"),
        ("http://amap.over-blog.com/", "amap.over-blog.com"),
        ("https://monjardin.jimdofree.com/", "monjardin.jimdofree.com"),
        ("http://sel-dole.e-monsite.com/pages/x.html", "sel-dole.e-monsite.com"),
        ("http://sel.canalblog.com/", "sel.canalblog.com"),
        ("https://asso.assoconnect.com/page/1", "asso.assoconnect.com"),
        ("http://amap.free.fr/index.html", "amap.free.fr"),
        ("https://jardin.webnode.fr/", "jardin.webnode.fr"),
        ("https://collectif.frama.site/", "collectif.frama.site"),
        ("https://fablab.ouvaton.org", "fablab.ouvaton.org"),
        ("http://amap.hautetfort.com/", "amap.hautetfort.com"),
        ("https://sel.s2.yapla.com/fr/", "sel.s2.yapla.com"),
        ("https://amap.blogspot.com/2012/", "amap.blogspot.com"),
        ("https://fablab.github.io/site/", "fablab.github.io"),
        ("https://asso.wixsite.com/jardin/contact", "asso.wixsite.com/jardin"),
        ("https://sites.google.com/view/repaircafe/accueil", "sites.google.com/view/repaircafe"),
        ("https://www.helloasso.com/associations/le-sel/adhesions/x", "helloasso.com/associations/le-sel"),
        ("https://www.repaircafe.org/cafe/repair-cafe-lorient/", "repaircafe.org/cafe/repair-cafe-lorient"),
        ("https://duckduckgo.com/l/?uddg=https%3A%2F%2Ffablab.fr%2F", "fablab.fr"),
        ("https://www.lafabrique.example/x", "lafabrique.example"),
        ("http://xn--picerie-zxa.fr/", "xn--picerie-zxa.fr"),
    ],
)
def test_an_own_site_has_a_key(url: str, key: str) -> None:
    assert site_key(url) == key


@pytest.mark.parametrize(
    "url",
    [
        "https://www.ouest-france.fr/bretagne/lorient-56100/x",
        "https://www.pagesjaunes.fr/pros/1",
        "https://www.google.com/search?q=fablab",
        "https://www.facebook.com/fablab",
        "https://www.youtube.com/watch?v=1",
        "https://goo.gl/maps/x",
        "https://www.openstreetmap.org/node/1",
        "https://www.ville-gap.fr/associations",
        "https://www.mairie-vannes.fr/",
        "https://www.lorient.bzh/",
        "https://www.lorient-agglo.fr/",
        "https://www.data.gouv.fr/x",
        "https://www.cm-aveiro.pt/",
        "https://fr.wikipedia.org/wiki/Fab_lab",
        "https://www.wordpress.com/",
        "https://wordpress.com/",
        "https://sites.google.com/",
        "https://www.helloasso.com/",
        "https://192.168.1.4/",
        "http://localhost:8000/",
        "https://asso.fr/",
        "mailto:contact@fablab.fr",
        "",
    ],
)
def test_hosts_of_others_are_no_identity(url: str) -> None:
    assert site_key(url) is None


@pytest.mark.parametrize(
    ("url", "account"),
    [
        ("https://www.facebook.com/FablabLorient/posts/12", "facebook/fablablorient"),
        ("https://m.facebook.com/fablab.lorient/?ref=page", "facebook/fablab.lorient"),
        ("https://fr-fr.facebook.com/fablab", "facebook/fablab"),
        ("https://www.facebook.com/pages/Repair-Cafe/123456", "facebook/123456"),
        ("https://www.facebook.com/pages/category/Community/Repair-Cafe-1234567890/", "facebook/1234567890"),
        ("https://www.facebook.com/Repair-Caf%C3%A9-Lorient-1234567890/", "facebook/1234567890"),
        ("https://www.facebook.com/people/Le-Sel/100064000000/", "facebook/100064000000"),
        ("https://www.facebook.com/profile.php?id=1000123&sk=about", "facebook/1000123"),
        ("https://www.facebook.com/pg/fablab/about/", "facebook/fablab"),
        ("https://www.facebook.com/groups/SelLorient/", "facebook/groups/sellorient"),
        ("https://www.instagram.com/Fablab_Lorient/", "instagram/fablab_lorient"),
        ("https://www.instagram.com/stories/fablab/1/", "instagram/fablab"),
        ("https://twitter.com/FablabLorient/status/1", "twitter/fablablorient"),
        ("https://x.com/fablab", "twitter/fablab"),
        ("https://mamot.fr/@fablab", "mastodon/@fablab@mamot.fr"),
        ("https://mastodon.social/@fablab/1234", "mastodon/@fablab@mastodon.social"),
        ("https://piaille.fr/users/fablab", "mastodon/@fablab@piaille.fr"),
        ("https://mamot.fr/@fablab@framapiaf.org", "mastodon/@fablab@framapiaf.org"),
        ("https://www.youtube.com/@FabLab", "youtube/@fablab"),
        ("https://www.youtube.com/channel/UCabcDEF123", "youtube/channel/UCabcDEF123"),
        ("https://www.linkedin.com/company/le-fablab/", "linkedin/company/le-fablab"),
        ("https://www.helloasso.com/associations/Le-Sel/adhesions/2024", "helloasso/le-sel"),
        ("https://framalistes.org/sympa/info/amap-lorient", "framalistes/amap-lorient"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Finstagram.com%2Ffablab", "instagram/fablab"),
    ],
)
def test_accounts_are_read_from_addresses(url: str, account: str) -> None:
    assert social_account(url) == account


@pytest.mark.parametrize(
    "url",
    [
        "https://www.facebook.com/sharer/sharer.php?u=https://fablab.fr",
        "https://www.facebook.com/share/p/abc/",
        "https://www.facebook.com/events/123456/",
        "https://www.facebook.com/",
        "https://www.facebook.com/pages/",
        "https://www.facebook.com/tr?id=1",
        "https://twitter.com/intent/tweet?text=x",
        "https://twitter.com/share?url=x",
        "https://www.instagram.com/p/Cabc/",
        "https://www.linkedin.com/in/jean-dupont/",
        "https://www.linkedin.com/shareArticle?url=x",
        "https://www.youtube.com/watch?v=abc",
        "https://www.helloasso.com/",
        "https://fablab.fr/@contact",
        "https://t.me/share/url?url=x",
        "not an address",
    ],
)
def test_share_buttons_posts_and_persons_are_no_accounts(url: str) -> None:
    assert social_account(url) is None


@given(st.text(max_size=80))
def test_identities_never_raise(text: str) -> None:
    for url in (text, f"https://{text}", f"https://www.facebook.com/{text}", f"https://sites.google.com/{text}"):
        site_key(url)
        social_account(url)
