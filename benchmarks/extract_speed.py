"""How long read_page takes on generated pages of about 28 kB; run as `python -m benchmarks.extract_speed`."""

import random
import statistics
import time

from sharitories_crawl.extract.page import read_page

_WORDS = """
    le la une des atelier partagé ouvert chaque samedi pour réparer ensemble vélos outils machines association
    habitants quartier tous bienvenue adhésion libre réseau local lieu projet citoyen partage écologie
    transition énergie formation numérique cuisine jardin salle réunion coworking fablab imprimante découpe bois
    couture café convivial bénévoles
"""
_SIZE = 28_000
_PAGES = 60
_ROUNDS = 5


def build_page(number: int) -> str:
    """One page of a French association's site, as a content management system writes it; the same for a number."""
    chance = random.Random(number)
    vocabulary = _WORDS.split()

    def words(count: int) -> str:
        return " ".join(chance.choice(vocabulary) for _ in range(count)).capitalize()

    parts = [
        '<!doctype html><html lang="fr-FR"><head><meta charset="utf-8">'
        f"<title>{words(3)} - FabLab {number} de Lorient</title>"
        f'<meta name="description" content="{words(20)}">'
        f'<meta property="og:site_name" content="FabLab {number} de Lorient">'
        '<meta property="og:type" content="website"><meta name="viewport" content="width=device-width">',
        *(f'<link rel="stylesheet" href="/wp-content/themes/t/{i}.css?ver=5.{i}">' for i in range(10)),
        '<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"Organization",'
        f'"name":"FabLab {number} de Lorient","sameAs":["https://www.facebook.com/fablab{number}"]}},'
        '{"@type":"WebPage","datePublished":"2024-03-05T10:00:00+01:00"}]}</script>',
        f"<script>var settings = {list(range(500))};</script>",
        "<style>" + ".wp-block{margin:0 auto;color:#333}" * 60 + "</style></head><body class='home page'>",
        '<header id="masthead"><a href="/" class="logo"><img src="/logo.png" alt="logo"></a><nav class="menu"><ul>',
        *(f'<li id="menu-item-{i}" class="menu-item"><a href="/page-{i}/">{words(2)}</a></li>' for i in range(30)),
        f"</ul></nav></header><main id='content'><h1>{words(4)}</h1>",
    ]
    while sum(map(len, parts)) < _SIZE - 1_600:
        parts.append(
            f'<section class="wp-block wp-block-group"><h2>{words(4)}</h2><p>{words(45)}. <strong>{words(2)}</strong> '
            f'<a href="/actualites/{chance.randint(1, 999)}?utm_source=home">{words(3)}</a>, {words(20)}.</p>'
            f'<div class="row"><div class="col col-6"><p>{words(30)}, {chance.randint(2, 90)} €.</p></div>'
            f'<div class="col col-6"><img src="/i/{chance.randint(1, 99)}.jpg" alt="{words(3)}"></div></div>'
            f"<ul><li>{words(6)}</li><li>{words(7)}</li><li>{words(5)}</li></ul></section>"
        )
    parts.append(
        '</main><footer class="site-footer"><div class="contact">'
        f"<p>FabLab {number}, {number} rue de la Paix<br>56100 Lorient</p><p>Tél. 02 97 12 {number % 90 + 10} 56 — "
        f'<a href="mailto:contact@fablab{number}.example">contact@fablab{number}.example</a></p></div>'
        f'<ul><li><a href="https://www.instagram.com/fablab{number}/">Instagram</a></li>'
        '<li><a href="https://www.helloasso.com/associations/fablab">Adhérer</a></li>'
        '<li><a href="/mentions-legales/">Mentions légales</a></li></ul></footer>'
        '<script src="/wp-includes/js/jquery.min.js?ver=3.7"></script></body></html>'
    )
    return "".join(parts)


def main() -> None:
    pages = [(f"https://fablab{number}.example/", build_page(number)) for number in range(_PAGES)]
    for url, html in pages[:3]:
        read_page(url, html)
    times = []
    for _ in range(_ROUNDS):
        for url, html in pages:
            start = time.perf_counter()
            read_page(url, html)
            times.append(time.perf_counter() - start)
    size = statistics.mean(len(html.encode()) for _, html in pages) / 1_000
    cuts = statistics.quantiles(times, n=20)
    print(
        f"{_PAGES} pages of {size:.1f} kB, {len(times)} readings: median {statistics.median(times) * 1_000:.2f} ms, "
        f"5 % {cuts[0] * 1_000:.2f} ms, 95 % {cuts[-1] * 1_000:.2f} ms"
    )


if __name__ == "__main__":
    main()
