"""Abbreviations and everyday words of youth care and municipal work, with what they stand for.

A start, from general knowledge of the field; expanded in questions only, so a change needs no new index. Editors of a site
add to it and take away from it (`forum/search/words.py`).
Each line is a set of names for one thing. Names of several words are matched as a phrase.
"""

from collections.abc import Iterable, Sequence
from functools import cache

from forum.search.analysis.dutch import joined_term
from forum.search.analysis.fold import clean
from forum.search.analysis.stopwords import STOPWORDS
from forum.search.analysis.tokens import tokenize

_LIST = """
artikel | art
wmo | wet maatschappelijke ondersteuning
wlz | wet langdurige zorg
zvw | zorgverzekeringswet
wgs | wet gemeentelijke schuldhulpverlening
wpg | wet publieke gezondheid
wvggz | wet verplichte geestelijke gezondheidszorg
woo | wet open overheid
wob | wet openbaarheid van bestuur
avg | algemene verordening gegevensbescherming | gdpr
awb | algemene wet bestuursrecht
woz | waardering onroerende zaken
brp | basisregistratie personen
bag | basisregistratie adressen en gebouwen
bsn | burgerservicenummer
kvk | kamer van koophandel
vve | voor- en vroegschoolse educatie | voorschoolse educatie
jgz | jeugdgezondheidszorg
ggz | geestelijke gezondheidszorg
ggd | gemeentelijke gezondheidsdienst
gi | gecertificeerde instelling
rvdk | raad voor de kinderbescherming | kinderbescherming
ots | ondertoezichtstelling
uhp | uithuisplaatsing
cjg | centrum voor jeugd en gezin
okt | ouder- en kindteam
pgb | persoonsgebonden budget
poh | praktijkondersteuner huisarts
apv | algemene plaatselijke verordening
ib'er | intern begeleider
po | primair onderwijs | basisonderwijs
vo | voortgezet onderwijs | middelbare school
vso | voortgezet speciaal onderwijs
so | speciaal onderwijs
mbo | middelbaar beroepsonderwijs
bso | buitenschoolse opvang | naschoolse opvang
kdv | kinderdagverblijf | kinderopvang | crèche
lvb | licht verstandelijke beperking
asd | autisme | autismespectrumstoornis
adhd | aandachtstekortstoornis
azc | asielzoekerscentrum
coa | centraal orgaan opvang asielzoekers
vsv | voortijdig schoolverlaten
b&w | college van burgemeester en wethouders | burgemeester en wethouders | college van b en w
vng | vereniging van nederlandse gemeenten
rvs | raad van state
svb | sociale verzekeringsbank
uwv | uitvoeringsinstituut werknemersverzekeringen
cak | centraal administratie kantoor
cbs | centraal bureau voor de statistiek
scp | sociaal en cultureel planbureau
igj | inspectie gezondheidszorg en jeugd
rivm | rijksinstituut voor volksgezondheid en milieu
ozb | onroerendezaakbelasting | onroerende zaakbelasting
zzp | zelfstandige zonder personeel | zzp'er | zelfstandig ondernemer
ai | kunstmatige intelligentie | artificiële intelligentie
dpia | gegevensbeschermingseffectbeoordeling
fg | functionaris gegevensbescherming
wcag | web content accessibility guidelines
ict | informatietechnologie
ov | openbaar vervoer
kcc | klantcontactcentrum
amvb | algemene maatregel van bestuur
mr | medezeggenschapsraad
or | ondernemingsraad
soa | seksueel overdraagbare aandoening
rijksoverheid | rijk | centrale overheid
wethouder | portefeuillehouder
raadslid | gemeenteraadslid
huisarts | dokter
jeugdige | jongere | minderjarige
jeugdzorg | jeugdhulp
pleegouder | pleeggezin
mantelzorger | mantelzorg
uitkering | bijstand | bijstandsuitkering
participatiewet | bijstandswet
wc | toilet
vuilnis | afval | huisvuil
vuilnisbak | afvalcontainer
geld terug | teruggave | restitutie
bezwaarschrift | bezwaar
huis | woning
huisbaas | verhuurder
vluchteling | asielzoeker | statushouder
vreemdeling | buitenlander
stroom | elektriciteit
loon | salaris | bezoldiging
baan | dienstbetrekking | betrekking
ontslag | ontslagverlening
werkgever | baas
werknemer | personeel | medewerker
trouwen | huwelijk
scheiding | echtscheiding
dood | overlijden | overleden
begraafplaats | kerkhof
afschrift | uittreksel | kopie
identiteitsbewijs | identiteitskaart | id-kaart
rijbewijs | rijvaardigheidsbewijs
verkeerslicht | stoplicht
straat | openbare weg
kappen | vellen
buurt | wijk
inwoner | burger | ingezetene
school | onderwijsinstelling
leraar | docent | leerkracht
leerling | scholier
spijbelen | schoolverzuim | ongeoorloofd verzuim
pesten | pestgedrag
mishandeling | kindermishandeling | huiselijk geweld
schulden | schuldenproblematiek
schuldhulp | schuldhulpverlening | schuldsanering
dakloos | thuisloos
beperking | handicap
psycholoog | gedragsdeskundige
samenvatting | managementsamenvatting
e-mail | mail | e-mailbericht
website | webpagina | internetsite
inloggen | aanmelden | authenticatie
wachtlijst | wachttijd
overstroming | wateroverlast
eis | voorwaarde
sjabloon | template
handleiding | handboek | gebruikershandleiding
taalmodel | llm
"""


def terms_of(name: str) -> tuple[str, ...]:
    """The terms of a name, in order."""
    return tuple(joined_term(token) for token in tokenize(clean(name)))


class Thesaurus:
    """Sets of names for one thing, each a line with "|" between the names. Frozen: a changed list is a new one."""

    def __init__(self, lines: Iterable[str]) -> None:
        # Name without stop words (as questions are looked up) -> the other names in full.
        table: dict[tuple[str, ...], dict[tuple[str, ...], None]] = {}
        for line in lines:
            names = list(dict.fromkeys(terms_of(name) for name in line.split("|")))
            for name in names:
                counted = tuple(term for term in name if term not in STOPWORDS) or name
                table.setdefault(counted, {}).update(dict.fromkeys(other for other in names if other != name))
        self._table = {name: tuple(others) for name, others in table.items() if name}
        self.longest = max(map(len, self._table), default=0)  # words of the longest name

    def synonyms(self, terms: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        """Other names for the thing that this run of terms names; () when there are none."""
        return self._table.get(tuple(terms), ())


@cache
def starter_lines() -> tuple[str, ...]:
    """The list that every site begins with."""
    return tuple(_LIST.strip().splitlines())


@cache
def starter() -> Thesaurus:
    """That list, as it is used where editors changed nothing."""
    return Thesaurus(starter_lines())
