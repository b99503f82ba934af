"""The looks of the fictional sites, as Jinja templates: each like a sort of site one really meets."""
# ruff: noqa: E501 (markup reads best unbroken)

_HEAD = """<!DOCTYPE html>
<html lang="{{ lang }}">
<head>
<!-- fictional: a sandbox page, nothing in it exists -->
<meta charset="utf-8">
<title>{{ page.title }}</title>"""

_ENTRIES = """{% macro entries(page) %}{% if page.entries %}<div class="groupe">{% for entry in page.entries %}
{%- if entry.heading %}</div><h2>{{ entry.heading }}</h2><div class="groupe">{% endif %}
{% if page.list_style == "cards" %}<article class="fiche"><h3>{% if entry.url %}<a href="{{ entry.url }}">{{ entry.name }}</a>{% else %}{{ entry.name }}{% endif %}</h3>
{% if entry.text %}<p class="chapo">{{ entry.text }}</p>{% endif %}
{% if entry.address %}<p class="adresse">{{ entry.address }}</p>{% endif %}
{% if entry.phone %}<p class="tel">Tél. : <a href="tel:{{ entry.phone|replace(' ', '') }}">{{ entry.phone }}</a></p>{% endif %}
{% if entry.email %}<p class="mel"><a href="mailto:{{ entry.email }}">{{ entry.email }}</a></p>{% endif %}
</article>
{% elif page.list_style == "ul" %}<ul class="liste"><li><strong>{{ entry.name }}</strong>{% if entry.text %} : {{ entry.text }}{% endif %}{% if entry.address %} <em>{{ entry.address }}</em>{% endif %}{% if entry.phone %} – {{ entry.phone }}{% endif %}{% if entry.url %} – <a href="{{ entry.url }}">site internet</a>{% endif %}</li></ul>
{% elif page.list_style == "table" %}<table class="asso"><tr><td class="nom">{{ entry.name }}</td><td>{{ entry.text }}</td><td>{{ entry.address }}</td><td>{{ entry.phone }}</td><td>{% if entry.url %}<a href="{{ entry.url }}">{{ entry.url }}</a>{% endif %}</td></tr></table>
{% else %}<h3>{{ entry.name }}</h3>
<p>{{ entry.text }}{% if entry.url %} <a href="{{ entry.url }}">En savoir plus</a>{% endif %}</p>{% if entry.address %}<p>{{ entry.address }}</p>{% endif %}{% endif %}{% endfor %}</div>{% endif %}{% endmacro %}
"""

WORDPRESS = (
    _ENTRIES
    + _HEAD
    + """
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="WordPress 6.5.2">
<meta property="og:site_name" content="{{ site.name }}">
<meta property="og:title" content="{{ page.title }}">
<meta property="og:type" content="{% if page.date %}article{% else %}website{% endif %}">
{% if summary %}<meta name="description" content="{{ summary }}">{% endif %}
<link rel="canonical" href="{{ url }}">
{{ structured }}
<style>body{font-family:sans-serif}.site-header{background:#eee}</style>
</head>
<body class="home wp-theme-astra">
<a class="skip-link" href="#content">Aller au contenu</a>
<header class="site-header" role="banner"><p class="site-title"><a href="/" rel="home">{{ site.name }}</a></p>{% if site.tagline %}<p class="site-description">{{ site.tagline }}</p>{% endif %}
<nav class="main-navigation"><ul class="menu">{% for item in menu %}<li class="menu-item"><a href="{{ item.path }}">{{ item.label }}</a></li>{% endfor %}</ul></nav></header>
<main id="content" class="site-main"><article class="post hentry">
<header class="entry-header"><h1 class="entry-title">{{ page.h1 or page.title }}</h1>{% if page.date %}<time class="entry-date published" datetime="{{ page.date }}">{{ page.date }}</time>{% endif %}</header>
<div class="entry-content">{{ body }}{{ entries(page) }}</div></article></main>
<aside class="widget-area"><section class="widget"><h2 class="widget-title">Articles récents</h2><ul><li><a href="/">Bienvenue</a></li></ul></section></aside>
<footer class="site-footer">{% if footer %}<div class="widget_text">{{ footer }}</div>{% endif %}{{ socials }}<p class="site-info">© {{ site.name }} – Fièrement propulsé par WordPress</p></footer>
<script>window.dataLayer=window.dataLayer||[];</script>
</body></html>"""
)

TABLES = (
    _ENTRIES
    + """<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html><head>
<!-- fictional: a sandbox page, nothing in it exists -->
<meta http-equiv="Content-Type" content="text/html; charset={{ charset }}">
<title>{{ page.title }}</title>
<meta name="keywords" content="{{ site.tagline }}">
{{ structured }}
</head><body bgcolor="#FFFFCC" text="#000000">
<center><font size="6" color="#CC3300"><b>{{ site.name }}</b></font></center>
<table width="760" border="0" cellpadding="6" align="center"><tr>
<td width="150" valign="top" bgcolor="#FFCC66">{% for item in menu %}<a href="{{ item.path }}">{{ item.label }}</a><br>
{% endfor %}<br><font size="1">Site optimisé pour 800x600</font></td>
<td valign="top"><h1>{{ page.h1 or page.title }}</h1>
{{ body }}{{ entries(page) }}</td></tr>
<tr><td colspan="2" align="center"><font size="1">{{ footer }}{{ socials }}<br>Webmestre</font></td></tr></table>
</body></html>"""
)

ONE_PAGE = (
    _ENTRIES
    + _HEAD
    + """
<meta name="viewport" content="width=device-width">
{% if summary %}<meta name="description" content="{{ summary }}">{% endif %}
{{ structured }}
</head><body>
<nav id="ancres"><a href="#apropos">À propos</a> <a href="#contact">Contact</a>{% for item in menu %} <a href="{{ item.path }}">{{ item.label }}</a>{% endfor %}</nav>
<section class="hero"><h1>{{ page.h1 or site.name }}</h1><p class="baseline">{{ site.tagline }}</p></section>
<section id="apropos">{{ body }}{{ entries(page) }}</section>
<section id="contact"><div class="contact">{{ footer }}{{ socials }}</div></section>
</body></html>"""
)

TOWN_HALL = (
    _ENTRIES
    + _HEAD
    + """
<meta name="generator" content="SPIP 4.2">
<meta property="og:site_name" content="{{ site.name }}">
{{ structured }}
</head><body class="page-article">
<div class="accessibilite"><a href="#contenu">Aller au contenu</a> | <a href="#nav">Menu</a></div>
<header id="entete"><a href="/"><img src="/logo.svg" alt="{{ site.name }}"></a>
<nav id="nav"><ul><li>Ma ville<ul><li>Le conseil municipal</li><li>Les services</li><li>Marchés publics</li></ul></li>
<li>Au quotidien<ul><li>Déchets</li><li>Eau</li><li>Déplacements</li><li>Vie associative</li></ul></li>
<li>Sortir<ul><li>Agenda</li><li>Musées</li><li>Médiathèque</li></ul></li>
{% if site.places %}<li>Les communes<ul class="communes">{% for place in site.places %}<li><a href="/communes/{{ place|lower|replace(' ', '-') }}">{{ place }}</a></li>{% endfor %}</ul></li>{% endif %}</ul></nav></header>
<p class="fil-ariane"><a href="/">Accueil</a> &gt; <a href="/vie-associative">Vie associative</a> &gt; {{ page.h1 or page.title }}</p>
<main id="contenu"><h1>{{ page.h1 or page.title }}</h1>{% if page.date %}<p class="date">Mis à jour le <time datetime="{{ page.date }}">{{ page.date }}</time></p>{% endif %}
{{ body }}{{ entries(page) }}</main>
<aside id="services"><h2>Vos démarches</h2><ul><li>État civil</li><li>Inscription scolaire</li><li>Signaler un problème</li></ul></aside>
<footer id="pied">{{ footer }}{{ socials }}<ul class="bas"><li>Plan du site</li><li>Mentions légales</li><li>Accessibilité : partiellement conforme</li></ul></footer>
</body></html>"""
)

PRESS = (
    _ENTRIES
    + _HEAD
    + """
<meta property="og:type" content="article"><meta property="og:site_name" content="{{ site.name }}">
<meta property="og:title" content="{{ page.h1 or page.title }}">
{% if page.date %}<meta property="article:published_time" content="{{ page.date }}T08:12:00+02:00">{% endif %}
{% if summary %}<meta name="description" content="{{ summary }}">{% endif %}
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":{{ (page.h1 or page.title)|tojson }},"datePublished":"{{ page.date }}","publisher":{"@type":"NewsMediaOrganization","name":{{ site.name|tojson }}},"author":{"@type":"Person","name":"La rédaction"}}</script>
</head><body>
<header><a class="logo" href="/">{{ site.name }}</a><nav class="editions"><span>Votre édition :</span>{% for place in site.places %}<a href="/ville/{{ place|lower|replace(' ', '-') }}">{{ place }}</a>{% endfor %}</nav></header>
<main><article><p class="rubrique">Vie locale</p><h1>{{ page.h1 or page.title }}</h1>
<p class="meta">Publié le <time datetime="{{ page.date }}">{{ page.date }}</time> – Lecture 2 min.</p>
<div class="article-body">{{ body }}{{ entries(page) }}</div>
<p class="partage">Partager sur Facebook · Envoyer par mail</p></article>
<aside class="paywall"><p>Abonnez-vous à partir de 1 € le premier mois.</p></aside>
<section class="related"><h2>À lire aussi</h2><ul>{% for item in related %}<li><a href="{{ item.path }}">{{ item.title }}</a></li>{% endfor %}<li>Météo : retour du vent sur le littoral</li><li>Football : les résultats du week-end</li></ul></section></main>
<footer>{{ footer }}<p>{{ site.places|join(" · ") }}</p><p>Qui sommes-nous ? · CGU · Cookies</p></footer>
</body></html>"""
)

BLOG = (
    _ENTRIES
    + _HEAD
    + """
<meta property="og:site_name" content="{{ site.name }}"><link rel="alternate" type="application/rss+xml" href="/rss">
{{ structured }}
</head><body class="blog"><div id="top-bar">Créer un blog gratuit · Signaler un abus</div>
<div id="header"><h2><a href="/">{{ site.name }}</a></h2><p>{{ site.tagline }}</p></div>
<div id="content"><div class="article"><h1 class="post-title">{{ page.h1 or page.title }}</h1>{% if page.date %}<span class="date">{{ page.date }}</span>{% endif %}
<div class="contenuArticle">{{ body }}{{ entries(page) }}</div><div class="footer-article">Publié dans : Vie de l'association · <a href="#">Commenter cet article</a></div></div></div>
<div id="sidebar"><h3>Pages</h3><ul>{% for item in menu %}<li><a href="{{ item.path }}">{{ item.label }}</a></li>{% endfor %}</ul><h3>Archives</h3><ul><li>Octobre</li><li>Septembre</li></ul><div class="box">{{ footer }}</div>{{ socials }}</div>
<div id="foot">Voir le profil de {{ site.name }} sur le portail · Hébergé gratuitement</div>
</body></html>"""
)

PORTAL = (
    _ENTRIES
    + _HEAD
    + """
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta property="og:site_name" content="{{ site.name }}">
{{ structured }}
</head><body><div class="cookie-banner">Nous utilisons des cookies. <button>Accepter</button></div>
<header class="topbar"><a href="/">{{ site.name }}</a><form action="/recherche"><input name="q" placeholder="Rechercher"></form><ul class="villes">{% for place in site.places %}<li><a href="/{{ place|lower|replace(' ', '-') }}">{{ place }}</a></li>{% endfor %}</ul></header>
<div id="app"><div class="container"><h1>{{ page.h1 or page.title }}</h1>{{ body }}{{ entries(page) }}</div></div>
<footer class="footer"><p>{{ footer }}</p>{{ socials }}<ul>{% for item in menu %}<li><a href="{{ item.path }}">{{ item.label }}</a></li>{% endfor %}</ul></footer>
</body></html>"""
)

# a page nobody validated: unclosed tags, a stray script, attributes without quotes
BROKEN = (
    _ENTRIES
    + """<html><head><title>{{ page.title }}<meta charset=utf-8>
<!-- fictional: a sandbox page, nothing in it exists -->
<body><div class=main><p><b>{{ page.h1 or page.title }}</p></i>
<script>if (1 < 2) document.write("<p>menu");</script>
{{ body }}{{ entries(page) }}<table><tr><td>{{ footer }}<p>
<a href="/">retour<a name=bas></div></span>"""
)

TEMPLATES = {
    "wordpress": WORDPRESS,
    "tables": TABLES,
    "one-page": ONE_PAGE,
    "town-hall": TOWN_HALL,
    "press": PRESS,
    "blog": BLOG,
    "portal": PORTAL,
    "broken": BROKEN,
}
