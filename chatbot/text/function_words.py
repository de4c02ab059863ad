"""Function words by language: articles, pronouns, question words, prepositions, auxiliaries.

Words that can be a reply alone ("no", "both", "never") are no function words here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from chatbot.text.words import without_accents

_WORDS = {
    "arabic": "في من على إلى عن مع هذا هذه ذلك تلك هو هي هم أنا نحن أنت انت أنتم انتم ما ماذا متى"
    " أين اين كيف لماذا هل التي الذي الذين أن إن ان كان كانت يكون قد ثم أو او و لي لك له لها كل"
    " بعض عند بين حتى لكن أي اي كم",
    "czech": "já ty on ona ono my vy oni ony mě mne mně mi mnou tě tebe tobě ti tebou ho jej jeho"
    " něj něho mu jemu němu jím ním ji jí ni ní nás nám námi vás vám vámi je ně jich nich jim nim"
    " jimi nimi se si sebe sobě sebou můj moje má mého mému mém mým moji mou mých mými tvůj tvoje"
    " tvá tvého tvému tvém tvým tvoji tvou jejich její náš naše našeho našemu našem naším naši"
    " našich našimi váš vaše vašeho vašemu vašem vaším vaši vašich vašimi svůj svoje svá svého"
    " svému svém svým svoji svou svých ten ta to toho té tomu tu tom tím tou těch těm těmi tento"
    " tato toto tohle tenhle tahle tohoto této tomuto tuto tomto tímto touto těchto těmto a i nebo"
    " anebo či ale že aby jestli jestliže zda pokud když než protože takže jako kdo koho komu kom"
    " kým co čeho čemu čem čím kdy kde kam odkud kudy jak jaký jaká jaké jakého jakou jakých který"
    " která které kterého kterému kterém kterou kterých proč kolik čí v ve na s z ze k ke ku o od"
    " ode do u po pro za před přede při přes pod nad mezi bez bude budu budeš budeme budete budou"
    " jsem jsi jsme jste jsou byl byla bylo byli byly bych bys by bychom byste mít mám máš"
    " máme máte mají mohu můžu můžeš může můžeme můžete mohou můžou lze tady tam zde už ještě také"
    " taky jen jenom pak potom",
    "danish": "jeg du han hun den det vi i de mig dig ham hende os jer dem min mit mine din dit"
    " dine sin sit sine hans hendes vores jeres deres en et og eller men at som der er var være"
    " været har have havde bliver blev vil ville kan kunne skal skulle må måtte af på til med for"
    " fra om ved under over hvad hvem hvor hvordan hvornår hvorfor hvilken hvilket hvilke så her"
    " denne dette disse når også efter end da sig mod ad op ned ud ind",
    "dutch": "ik je jij u hij zij ze het we wij jullie hen hun me mij jou hem haar ons mijn jouw"
    " uw zijn onze de een en of maar dat die dit deze er is ben bent was waren wordt worden heb"
    " hebt heeft hebben had hadden kan kun kunt kunnen kon zal zult zullen zou zouden mag moet"
    " moeten van in op aan met voor naar bij uit om door over tot te tegen onder als dan dus wat"
    " wie waar hoe wanneer waarom welke welk zo toch nog ook al hier daar men",
    "english": "a an the i me my mine myself we us our ours you your yours yourself he him his she"
    " her hers it its they them their theirs this that these those one s t d ll m re ve am is are"
    " was were be been being have has had having do does did doing can could will would shall"
    " should may might must ought what which who whom whose when where why how and or but if"
    " because as until while than so then of at by for with about against between into through"
    " during before after to from up down in on off over under again here there whats hows wheres"
    " whos im ive id u ur r some such just very too also there's",
    "finnish": "minä sinä hän me te he se ne minun sinun hänen meidän teidän heidän sen minut"
    " sinut minua sinua minulla sinulla minulle sinulle tämä tuo nämä nuo joka jotka mikä mitä"
    " mitkä kuka ketä missä mistä mihin milloin miten miksi millainen onko olen olet on olemme"
    " olette ovat oli olin olisi ja tai mutta että jos kun niin kuin myös voi voin voit voiko",
    "french": "je tu il elle on nous vous ils elles me te se moi toi lui leur eux le la les l un"
    " une des du de d au aux ce c cet cette ces cela ça mon ma mes ton ta tes son sa ses notre nos"
    " votre vos leurs j m t s qu que qui quoi dont où quand comment combien pourquoi quel quelle"
    " quels quelles est es suis sommes êtes sont était étais être ai as a avons avez ont avait"
    " avoir fait et ou mais si donc car en dans par pour sur sous avec sans chez vers entre y à"
    " est-ce peux peut puis pouvez lequel laquelle",
    "german": "ich du er sie es wir ihr mich dich ihn uns euch mir dir ihm ihnen mein meine meinen"
    " meinem meiner meines dein deine deinen deinem deiner sein seine seinen seinem seiner ihre"
    " ihren ihrem ihrer unser unsere euer eure der die das den dem des ein eine einen einem einer"
    " eines dieser diese dieses diesen diesem jener jene welche welcher welches welchen was wer"
    " wen wem wessen wo wohin woher wann warum wieso weshalb wie womit wozu bin bist ist sind seid"
    " war waren wäre habe hast hat haben habt hatte hatten werde wirst wird werden wurde würde"
    " kann kannst können könnt könnte soll sollte muss müssen darf und oder aber denn dass ob wenn"
    " als weil so da hier dort in im an am auf aus bei beim mit nach von vom zu zum zur für über"
    " unter durch um vor hinter zwischen bis auch noch man sich",
    "hungarian": "én te ő mi ti ők engem téged őt minket titeket őket az a egy ez ezek azok és"
    " vagy de hogy ha mert mint is van vagyok vagy vagyunk vannak volt lesz lehet ki kit mit mi"
    " hol hova honnan mikor hogyan miért milyen melyik mennyi hány nekem neked meg el be fel le rá"
    " itt ott így úgy csak már még",
    "italian": "io com tu lui lei noi voi loro mi ti ci vi si me te lo la li le gli ne il l i un"
    " uno una di del dello della dei degli delle a al allo alla ai agli alle da dal dalla in nel"
    " nella con su sul sulla per tra fra e ed o ma se che chi cui cosa cos come dove dov quando"
    " quanto quanta quanti quante perché quale quali qual è sono sei siamo siete era erano essere"
    " ho hai ha abbiamo avete hanno avere posso puoi può potete questo questa questi queste quello"
    " quella mio mia miei mie tuo tua suo sua nostro nostra vostro vostra anche c",
    "norwegian": "jeg du han hun den det vi dere de meg deg ham henne oss dem min mitt mine din"
    " ditt dine sin sitt sine hans hennes vår vårt våre deres en ei et og eller men at som er var"
    " være vært har ha hadde blir ble vil ville kan kunne skal skulle må måtte av på til med for"
    " fra om ved under over hva hvem hvor hvordan når hvorfor hvilken hvilket hvilke så her denne"
    " dette disse også etter enn da seg mot opp ned ut inn i",
    "polish": "ja ty on ona ono my wy oni one mnie mi mną ciebie cię tobie ci tobą jego go niego"
    " jemu mu niemu nim ją nią jej niej nas nam nami was wam wami ich nich im nimi je się siebie"
    " sobie sobą mój moja moje mojego mojej mojemu moim moją moich moimi twój twoja twoje twojego"
    " twojej twoim twoją twoich nasz nasza nasze naszego naszej naszym naszą naszych wasz wasza"
    " wasze waszego waszej waszym waszą waszych swój swoja swoje swojego swojej swoim swoją swoich"
    " pan pani państwo państwa panu ten ta to te tego tej temu tym tę tą tych tymi tamten tamta"
    " tamto tamtego tamtej tamtym tamte tamtych a i oraz lub albo czy ale lecz że żeby aby jeśli"
    " jeżeli gdy gdyby niż bo ponieważ więc jak jako jakby kto kogo komu kim co czego czemu czym"
    " kiedy gdzie dokąd skąd którędy jaki jaka jakie jakiego jakiej jakim jaką jakich który która"
    " które którego której któremu którym którą których dlaczego ile ilu w we na z ze do od ode o"
    " u po pod przed przy przez za dla nad między bez ku być jest jestem jesteś jesteśmy jesteście"
    " są był była było byli były będę będziesz będzie będziemy będziecie będą bym byś by mieć mam"
    " masz ma mamy macie mają miał miała mogę możesz może możemy możecie mogą można tu tutaj tam"
    " już jeszcze też także również tylko potem",
    "portuguese": "eu tu você vocês ele ela nós eles elas me te se lhe nos vos lhes o a os as um"
    " uma uns umas de do da dos das em no na nos nas por pelo pela para pra pro com sem sob sobre"
    " entre até e ou mas que quem qual quais quando quanto quanta quantos onde como porque porquê"
    " por quê meu minha meus minhas teu tua seu sua seus suas nosso nossa este esta esse essa isto"
    " isso aquele aquela aquilo é és sou somos são era foi ser está estou estão estava tem tenho"
    " têm ter há posso pode podem vc ao aos à às também já",
    "romanian": "eu tu el ea noi voi ei ele mă te îl o ne vă îi le mi ți își lui meu mea mei mele"
    " tău ta său sa nostru vostru lor un o unei unui al a ai ale cel cea cei cele acest această"
    " acel acea și sau dar că să dacă ca de la în din pe cu pentru prin sub peste între până ce"
    " cine care când unde cum cât câte câți sunt ești este e suntem sunteți era fi am ai are avem"
    " aveți au pot poți poate",
    "russian": "я ты он она оно мы вы они меня тебя его её ее нас вас их мне тебе ему ей нам вам"
    " им мной тобой мой моя моё мое мои твой твоя твои свой наш наша ваш ваша ваши этот эта это"
    " эти тот та то те и или а но что чтобы кто кого кому чей где куда откуда когда как какой"
    " какая какое какие почему зачем сколько в во на с со к ко у о об от до из за по для при над"
    " под через между же ли бы если чем так тут там здесь есть был была было были быть можно могу"
    " может",
    "spanish": "yo tú vos usted él ella nosotros vosotros ustedes ellos ellas me te se le lo la"
    " los las les nos os mí ti el un una unos unas de del al a en por para con sin sobre entre"
    " hasta desde y e o u pero que qué quien quién quienes cual cuál cuales cuáles cuando cuándo"
    " cuanto cuánto cuánta cuántos donde dónde como cómo porque mi mis tu tus su sus nuestro"
    " nuestra este esta esto estos estas ese esa eso aquel es eres soy somos son era fue ser está"
    " estoy estás están estaba ha he has hay tiene tengo tener puedo puede puedes pueden si"
    " también ya",
    "swedish": "jag du han hon den det vi ni de mig dig honom henne oss er dem min mitt mina din"
    " ditt dina sin sitt sina hans hennes vår vårt våra deras en ett och eller men att som är var"
    " vara varit har ha hade blir blev vill ville kan kunde ska skall skulle måste av på till med"
    " för från om vid under över vad vem var hur när varför vilken vilket vilka så här denna detta"
    " dessa också efter än då sig mot upp ner ut in i",
    "ukrainian": "я ти він вона воно ми ви вони мене мені мною тебе тобі тобою його йому ним ньому"
    " нього її їй нею ній неї нас нам нами вас вам вами їх їм ними них себе собі собою мій моя моє"
    " мої мого моєї моєму моїм мою моїх твій твоя твоє твої твого твоєї твоєму твоїм твою твоїх"
    " наш наша наше наші нашого нашої нашому нашим нашу наших ваш ваша ваше ваші вашого вашої"
    " вашому вашим вашу ваших свій своя своє свої свого своєї своєму своїм свою своїх їхній цей ця"
    " це ці цього цієї цьому цим цю цих цими той та те ті того тієї тому тим ту тих тими і й або"
    " чи але а що щоб хто кого кому ким чого чому чим чий де куди звідки коли як який яка яке які"
    " якого якої якому яким яку яких навіщо скільки в у во на з із зі до від о об по під над при"
    " про для за через перед між без біля же ж би б якщо ніж бо тут там є був була було були буде"
    " буду будемо будете будуть бути можу можеш може можемо можете можуть можна маю маєш має маємо"
    " маєте мають ще вже також теж",
}

_GOING_ON = {
    "arabic": "و ثم أو لكن بل آسف عفوا",
    "danish": "og eller men så også undskyld",
    "dutch": "en of maar dus dan ook sorry",
    "english": "and or but so then also plus sorry",
    "finnish": "ja tai mutta entä entäs sitten myös anteeksi",
    "french": "et ou mais donc alors aussi pardon désolé",
    "german": "und oder aber also dann auch sorry entschuldigung",
    "hungarian": "és vagy de akkor hát bocsánat",
    "italian": "e ed o ma allora quindi anche scusa scusi",
    "norwegian": "og eller men så også unnskyld",
    "portuguese": "e ou mas então também desculpe desculpa",
    "romanian": "și sau dar deci atunci scuze",
    "russian": "и а или но тогда также извините простите",
    "spanish": "y e o u pero entonces también perdón perdona",
    "swedish": "och eller men så också förlåt",
}
"""Words at the beginning of what adds to something said before."""

_REFERRING = {
    "arabic": "هذا هذه ذلك تلك هو هي هم هناك",
    "danish": "det dem dette disse",
    "dutch": "dat die dit deze ze daar",
    "english": "it that this they them those these one ones there",
    "finnish": "se sen sitä siinä siihen ne niitä niiden tämä tuo siellä",
    "french": "ça cela celui celle ceux celles il elle ils elles y",
    "german": "das es dies dieses diesen dort da dafür damit davon",
    "hungarian": "ez azt ezt azok ezek ott arra erre",
    "italian": "questo questa questi queste quello quella quelli quelle ciò ci ne",
    "norwegian": "det dem dette disse",
    "portuguese": "isso isto esse essa este esta aquele aquela ele ela eles elas",
    "romanian": "asta acesta aceasta acela aceea el ea ei ele acolo",
    "russian": "это этот эта эти тот та те он она оно они его ее их там туда",
    "spanish": "eso esto ese esa esos esas este esta ahí allí lo",
    "swedish": "det dem denna detta dessa där",
}
"""Pronouns and adverbs that may stand for something said before."""

_LISTS = {"function": _WORDS, "going on": _GOING_ON, "referring": _REFERRING}

_JOINTS = re.compile(r"['\-]")


def function_words(language: str) -> frozenset[str]:
    """Return the function words of a language, without accents; none for an unlisted language."""
    return _listed("function", language)


def are_function_words(words: Iterable[str], language: str) -> bool:
    """Return True for words, lower case and without accents, that are all function words.

    The words of a contraction count alone: "what's" is "what" and "s".
    """
    return all(is_function_word(word, language) for word in words)


@lru_cache(maxsize=10_000)
def is_function_word(word: str, language: str) -> bool:
    """Return True for a function word, or a contraction of function words."""
    listed = function_words(language)
    return word in listed or all(part in listed for part in _JOINTS.split(word) if part)


def refers_back(words: Sequence[str], language: str) -> bool:
    """Return True for words that go on from something said before, or have a pronoun for it."""
    going_on, referring = _listed("going on", language), _listed("referring", language)
    return bool(words) and (words[0] in going_on or not referring.isdisjoint(words))


@lru_cache(maxsize=96)
def _listed(kind: str, language: str) -> frozenset[str]:
    return frozenset(without_accents(_LISTS[kind].get(language, "")).split())
