"""Tables of hosts: where a host stands for many sites, and where it stands for no initiative at all."""


def words(text: str) -> frozenset[str]:
    """The words of a list written out in lines."""
    return frozenset(text.split())


TRACKING_PREFIXES = ("utm_", "mtm_", "pk_", "piwik_", "matomo_", "at_custom", "hsa_", "__hs", "fb_action_", "oly_")
TRACKING_NAMES = words(
    """
    fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid igshid igsh mc_cid mc_eid mkt_tok
    srsltid _ga _gl _hsenc _hsmi _ke _openstat hsctatracking xtor xtref at_medium at_campaign at_source fb_ref
    fb_source ref_src ref_url vero_id wickedid trk trkcampaign s_cid cmpid icid ncid sfnsn mibextid __tn__
    __cft__[0] phpsessid jsessionid
    """
)

# redirector host -> path prefix -> parameters that may hold the real address
REDIRECTORS: dict[str, tuple[str, tuple[str, ...]]] = {
    "duckduckgo.com": ("/l/", ("uddg",)),
    "html.duckduckgo.com": ("/l/", ("uddg",)),
    "google.com": ("/url", ("q", "url")),
    "google.fr": ("/url", ("q", "url")),
    "google.nl": ("/url", ("q", "url")),
    "google.be": ("/url", ("q", "url")),
    "google.pt": ("/url", ("q", "url")),
    "google.se": ("/url", ("q", "url")),
    "l.facebook.com": ("/l.php", ("u",)),
    "lm.facebook.com": ("/l.php", ("u",)),
    "l.instagram.com": ("/", ("u",)),
    "youtube.com": ("/redirect", ("q",)),
    "linkedin.com": ("/redir/redirect", ("url",)),
    "steamcommunity.com": ("/linkfilter/", ("url",)),
    "slack-redir.net": ("/link", ("url",)),
    "out.reddit.com": ("/", ("url",)),
}

# one more label than the host itself makes a site: amap-lorient.wordpress.com
SUBDOMAIN_TENANTS = words(
    """
    wordpress.com home.blog art.blog over-blog.com over-blog.fr over-blog.net over-blog.org jimdofree.com
    jimdo.com jimdosite.com e-monsite.com canalblog.com assoconnect.com free.fr webnode.fr webnode.com
    webnode.nl webnode.be webnode.pt webnode.page framasite.org frama.site frama.wiki frama.io ouvaton.org
    hautetfort.com s2.yapla.com yapla.com pagesperso-orange.fr monsite-orange.fr eklablog.com eklablog.fr blog4ever.com
    centerblog.net kazeo.com unblog.fr blogs.fr tumblr.com weebly.com strikingly.com mystrikingly.com
    webself.net sitew.com sitew.fr sitew.org sitew.eu site123.me webflow.io netlify.app vercel.app github.io
    gitlab.io myshopify.com business.site substack.com ghost.io simplesite.com carrd.co notion.site square.site
    yolasite.com webador.fr webador.nl webador.be jouwweb.nl jouwweb.be webs.com hypotheses.org toile-libre.org
    lautre.net infini.fr tuxfamily.org cowblog.fr clubeo.com sportsregions.fr forumactif.com forumactif.org
    gogocarto.fr skyrock.com bandcamp.com blogs.sapo.pt webnode.se n.nu hubside.fr pagexl.com mozellosite.com
    wifeo.com lescigales.org yo.fr fr.gd fr.nf ek.la odoo.com cagette.net socleo.org coopcycle.org typepad.com
    typepad.fr blog.lemonde.fr blogs.liberation.fr framer.website framer.ai canva.site discourse.group
    lodgify.com hotglue.me neocities.org alwaysdata.net legtux.org noblogs.org
    """
)
TENANT_DOORS = words("www app my fr en help support login accounts account blog forum static cdn docs news")
"""Subdomains of a multi-tenant host that belong to its keeper."""

# subdomain plus this many path segments: user.wixsite.com/site
SUBDOMAIN_AND_PATH_TENANTS = {"wixsite.com": 1, "editorx.io": 1}

# host -> (first segments that announce a tenant, number of segments that make the key)
PATH_TENANTS: dict[str, tuple[frozenset[str], int]] = {
    "sites.google.com": (frozenset({"view", "site"}), 2),
    "helloasso.com": (frozenset({"associations"}), 2),
    "perso.wanadoo.fr": (frozenset(), 1),
    "perso.orange.fr": (frozenset(), 1),
    "pagesperso.free.fr": (frozenset(), 1),
    "monsite.wanadoo.fr": (frozenset(), 1),
    "laruchequiditoui.fr": (frozenset({"fr"}), 3),
    "repaircafe.org": (frozenset({"cafe"}), 2),
}

SOCIAL_HOSTS = words(
    """
    facebook.com fb.com fb.me fb.watch messenger.com instagram.com twitter.com x.com t.co linkedin.com lnkd.in
    youtube.com youtu.be tiktok.com pinterest.com pinterest.fr snapchat.com whatsapp.com wa.me t.me telegram.org
    telegram.me discord.gg discord.com threads.net threads.com bsky.app reddit.com flickr.com meetup.com
    viadeo.com viadeo.journaldunet.com vk.com linktr.ee about.me gravatar.com mastodon.social mamot.fr
    framapiaf.org piaille.fr copainsdavant.linternaute.com nextdoor.fr nextdoor.nl hoplr.com whaller.com
    """
)

MASTODON_HOSTS = words(
    """
    mamot.fr framapiaf.org piaille.fr pouet.chapril.org pouet.it todon.eu todon.nl toot.aquilenet.fr h4.io
    diaspodon.fr eldritch.cafe social.coop hostux.social chaos.social fosstodon.org infosec.exchange
    ludosphere.fr masto.pt masto.bike masto.nobigtech.es colter.social toot.community mas.to techhub.social
    """
)
MASTODON_MARKS = ("mastodon", "mstdn", "masto.", "toot.", "pouet.")

# Search engines, maps, video, shops, ticketing, surveys, shorteners, documents: tools that initiatives link to.
_TOOLS = """
    google.com google.fr google.nl google.be google.pt google.se bing.com duckduckgo.com qwant.com ecosia.org
    yahoo.com mojeek.com startpage.com brave.com goo.gl g.page bit.ly tinyurl.com ow.ly buff.ly
    openstreetmap.org openstreetmap.fr umap.openstreetmap.fr mappy.com waze.com viamichelin.fr mapquest.com
    here.com vimeo.com dailymotion.com soundcloud.com spotify.com deezer.com apple.com amazon.fr amazon.com
    ebay.fr leboncoin.fr vinted.fr marktplaats.nl blocket.se olx.pt paypal.com paypal.me stripe.com leetchi.com
    cotizup.com ulule.com kisskissbankbank.com gofundme.com indiegogo.com kickstarter.com miimosa.com zeste.coop
    eventbrite.fr eventbrite.com eventbrite.nl billetweb.fr weezevent.com yurplan.com fnacspectacles.com
    doodle.com framadate.org framaforms.org framapad.org framacalc.org framagenda.org framalistes.org
    framagit.org framasoft.org lite.framacalc.org surveymonkey.com typeform.com dropbox.com drive.google.com
    docs.google.com wetransfer.com issuu.com calameo.com scribd.com slideshare.net wikipedia.org wikimedia.org
    wikidata.org wikimonde.com archive.org github.com gitlab.com medium.com mailchimp.com mailchi.mp
    list-manage.com sendinblue.com brevo.com sibforms.com wordpress.org automattic.com adobe.com mozilla.org
    microsoft.com office.com live.com cloudflare.com gravatar.com w3.org schema.org creativecommons.org cnil.fr
    ovh.com ovh.net ovhcloud.com gandi.net ionos.fr o2switch.fr infomaniak.com wix.com squarespace.com
    jotform.com zoom.us jitsi.org airbnb.fr airbnb.com booking.com tripadvisor.fr tripadvisor.com trustpilot.com
    yelp.fr yelp.com foursquare.com blablacar.fr sncf-connect.com meteofrance.com
"""

# Places that list, compare or register others.
_DIRECTORIES = """
    pagesjaunes.fr 118000.fr 118712.fr annuaire-mairie.fr net1901.org gralon.net cylex-locale.fr cylex.fr
    hoodspot.fr infobel.com kompass.com societe.com verif.com pappers.fr infogreffe.fr manageo.fr
    annuaire-entreprises.data.gouv.fr journal-officiel.gouv.fr assoce.fr associations.gouv.fr loisirs.fr
    justacote.com petitfute.com communecter.org transiscope.org presdecheznous.fr gogocarto.fr fablabs.io
    makery.info coworking-france.com bureauxapartager.com neo-nomade.com coworker.com coworkingmap.org
    cartes.francetierslieux.fr francetierslieux.fr repaircafe.org amap-aura.org reseau-amap.org miramap.org
    avenir-bio.fr jeveuxaider.gouv.fr jeveuxaider.fr benevolt.fr tousbenevoles.org francebenevolat.org
    lamednum.coop cartographie.societenumerique.gouv.fr soliguide.fr sporteasy.net colibris-lafabrique.org
    colibris-universite.org lemouvementcolibris.org reporterre.net onpassealacte.fr goldenpages.be goudengids.be
    pagesdor.be openingstijden.nl telefoonboek.nl kvk.nl hitta.se eniro.se allabolag.se racius.com
    portugalio.com deskmag.com datagouv.fr data.gouv.fr service-public.fr lannuaire.service-public.fr
    journaldesfemmes.fr linternaute.com villesetvillagesouilfaitbonvivre.com mapado.com jds.fr helloasso.com
    ademe.fr agenda-culturel.fr openagenda.com unidivers.fr kelest.fr infolocale.fr sortiraparis.com
"""

_PRESS = """
    ouest-france.fr letelegramme.fr sudouest.fr ladepeche.fr lamontagne.fr lavoixdunord.fr leprogres.fr
    ledauphine.com dna.fr lalsace.fr estrepublicain.fr republicain-lorrain.fr vosgesmatin.fr bienpublic.com
    lejsl.com nicematin.com varmatin.com laprovence.com lamarseillaise.fr midilibre.fr lindependant.fr
    centrepresseaveyron.fr lanouvellerepublique.fr centre-presse.fr larep.fr lepopulaire.fr leberry.fr lejdc.fr
    lyonne.fr lechorepublicain.fr leveil.fr paris-normandie.fr courrier-picard.fr lunion.fr lest-eclair.fr
    liberation-champagne.fr lardennais.fr nordlittoral.fr charentelibre.fr larepubliquedespyrenees.fr
    letarnlibre.com petitbleu.fr actu.fr lemonde.fr lefigaro.fr liberation.fr leparisien.fr 20minutes.fr
    lesechos.fr latribune.fr humanite.fr la-croix.com lexpress.fr lepoint.fr nouvelobs.com marianne.net
    mediapart.fr bastamag.net basta.media francetvinfo.fr franceinfo.fr france3-regions.francetvinfo.fr
    radiofrance.fr francebleu.fr ici.fr bfmtv.com cnews.fr tf1info.fr rtl.fr europe1.fr usine-digitale.fr
    usinenouvelle.com lagazettedescommunes.com banquedesterritoires.fr localtis.info maddyness.com socialter.fr
    wedemain.fr kaizen-magazine.com ouest-france.com lecourrierdelouest.fr maine-libre.fr presseocean.fr
    mayenne-today.fr lemensuel.com lechotouristique.com le-republicain.fr ladrome.fr gooieneemlander.nl
    nhnieuws.nl ad.nl telegraaf.nl nos.nl nu.nl hbvl.be hln.be nieuwsblad.be standaard.be demorgen.be vrt.be
    tvl.be publico.pt jn.pt dn.pt expresso.pt observador.pt noticiasdeaveiro.pt diarioaveiro.pt sapo.pt rtp.pt
    kristianstadsbladet.se sydsvenskan.se svt.se sverigesradio.se aftonbladet.se expressen.se dn.se
"""

# Towns and administrations that this project meets often; most are recognised by their form, see below.
_PUBLIC_BODIES = """
    lorient.bzh lorient-agglo.bzh vannes.fr golfedumorbihan-vannesagglomeration.bzh hilversum.nl cm-aveiro.pt
    genk.be kristianstad.se europa.eu bretagne.bzh vlaanderen.be regeringen.se gov.pt overheid.nl
    rijksoverheid.nl caf.fr pole-emploi.fr francetravail.fr ameli.fr urssaf.fr banque-france.fr laposte.fr
    senat.fr assemblee-nationale.fr
"""

NO_IDENTITY = SOCIAL_HOSTS | words(_TOOLS + _DIRECTORIES + _PRESS + _PUBLIC_BODIES)

PUBLIC_BODY_SUFFIXES = (".gouv.fr", ".gov.pt", ".fgov.be", ".europa.eu", ".kommun.se")
PUBLIC_BODY_PREFIXES = (
    "mairie-",
    "mairiede",
    "ville-",
    "villede",
    "villes-",
    "commune-",
    "agglo-",
    "cc-",
    "cdc-",
    "communaute-",
    "metropole-",
    "departement-",
    "region-",
    "gemeente",
    "stad-",
)
PUBLIC_BODY_ENDINGS = ("-mairie", "-agglo", "-agglomeration", "-metropole", "agglo", "kommun")
"""Of the label before the public suffix: mairie-x.fr, x-agglo.fr."""
PUBLIC_BODY_PREFIXES_PT = ("cm-", "jf-", "camara")

FREE_MAIL = words(
    """
    gmail.com googlemail.com orange.fr wanadoo.fr free.fr laposte.net hotmail.com hotmail.fr hotmail.be
    hotmail.nl outlook.com outlook.fr outlook.pt live.fr live.com live.nl live.be msn.com yahoo.com yahoo.fr
    ymail.com sfr.fr neuf.fr numericable.fr bbox.fr aol.com icloud.com me.com mac.com protonmail.com proton.me
    pm.me mailo.com riseup.net posteo.net ouvaton.org gmx.fr gmx.com zaclys.net netcourrier.com club-internet.fr
    aliceadsl.fr tutanota.com tuta.io sapo.pt iol.pt telia.com ziggo.nl kpnmail.nl planet.nl home.nl telenet.be
    skynet.be proximus.be scarlet.be no-log.org autistici.org disroot.org net-c.com cegetel.net dartybox.com
    """
)

# Registration numbers of companies that host websites: they stand in other people's legal notices.
HOSTING_SIRENS = words("424761419 423093459 431303775 510909807 433115904 450453881 492893490 421527797 417680618")
