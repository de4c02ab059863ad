"""Names of days and months by language, for dates in messages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from chatbot.text.words import without_accents

_MONTHS = {
    "arabic": "يناير فبراير مارس أبريل/ابريل مايو يونيو يوليو أغسطس/اغسطس سبتمبر أكتوبر/اكتوبر"
    " نوفمبر ديسمبر",
    "danish": "januar februar marts april maj juni juli august september oktober november december",
    "dutch": "januari februari maart april mei juni juli augustus september oktober november"
    " december",
    "english": "january february march april may june july august september october november"
    " december",
    "finnish": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta"
    " elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
    "french": "janvier février mars avril mai juin juillet août septembre octobre novembre"
    " décembre",
    "german": "januar/jänner februar märz/maerz april mai juni juli august september oktober"
    " november dezember",
    "hungarian": "január február március április május június július augusztus szeptember október"
    " november december",
    "italian": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre"
    " novembre dicembre",
    "norwegian": "januar februar mars april mai juni juli august september oktober november"
    " desember",
    "portuguese": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro"
    " dezembro",
    "romanian": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie"
    " noiembrie decembrie",
    "russian": "января/январь февраля/февраль марта/март апреля/апрель мая/май июня/июнь июля/июль"
    " августа/август сентября/сентябрь октября/октябрь ноября/ноябрь декабря/декабрь",
    "spanish": "enero febrero marzo abril mayo junio julio agosto septiembre/setiembre octubre"
    " noviembre diciembre",
    "swedish": "januari februari mars april maj juni juli augusti september oktober november"
    " december",
}
_WEEKDAYS = {
    "arabic": "الاثنين/الإثنين الثلاثاء الأربعاء/الاربعاء الخميس الجمعة السبت الأحد/الاحد",
    "danish": "mandag tirsdag onsdag torsdag fredag lørdag søndag",
    "dutch": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "english": "monday tuesday wednesday thursday friday saturday sunday",
    "finnish": "maanantai/maanantaina tiistai/tiistaina keskiviikko/keskiviikkona torstai/torstaina"
    " perjantai/perjantaina lauantai/lauantaina sunnuntai/sunnuntaina",
    "french": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "german": "montag/montags dienstag/dienstags mittwoch/mittwochs donnerstag/donnerstags"
    " freitag/freitags samstag/samstags/sonnabend sonntag/sonntags",
    "hungarian": "hétfő/hétfőn kedd/kedden szerda/szerdán csütörtök/csütörtökön péntek/pénteken"
    " szombat/szombaton vasárnap",
    "italian": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "norwegian": "mandag tirsdag onsdag torsdag fredag lørdag søndag",
    "portuguese": "segunda/segunda-feira terça/terça-feira quarta/quarta-feira quinta/quinta-feira"
    " sexta/sexta-feira sábado domingo",
    "romanian": "luni marți miercuri joi vineri sâmbătă duminică",
    "russian": "понедельник вторник среда/среду четверг пятница/пятницу суббота/субботу"
    " воскресенье",
    "spanish": "lunes martes miércoles jueves viernes sábado domingo",
    "swedish": "måndag tisdag onsdag torsdag fredag lördag söndag",
}
_NEAR = {
    "arabic": "اليوم, غدا/غداً/بكرة, بعد غد",
    "danish": "i dag/idag, i morgen/imorgen, i overmorgen/overmorgen",
    "dutch": "vandaag, morgen, overmorgen",
    "english": "today/tonight, tomorrow/tmrw/tomorow, day after tomorrow",
    "finnish": "tänään, huomenna, ylihuomenna",
    "french": "aujourd'hui/aujourd hui, demain, après-demain/après demain",
    "german": "heute, morgen, übermorgen",
    "hungarian": "ma, holnap, holnapután",
    "italian": "oggi, domani, dopodomani",
    "norwegian": "i dag/idag, i morgen/imorgen, i overmorgen/overmorgen",
    "portuguese": "hoje, amanhã, depois de amanhã",
    "romanian": "azi/astăzi, mâine, poimâine",
    "russian": "сегодня, завтра, послезавтра",
    "spanish": "hoy, mañana, pasado mañana",
    "swedish": "i dag/idag, i morgon/imorgon, i övermorgon/övermorgon",
}
"""Today, tomorrow, the day after."""

_ON_DAY = {
    "danish": "den",
    "dutch": "de",
    "english": "the",
    "french": "le",
    "german": "am den dem der zum vom",
    "italian": "il",
    "norwegian": "den",
    "portuguese": "dia",
    "romanian": "pe",
    "spanish": "el día",
    "swedish": "den",
}
"""Words before the number of a day, as in "am 14."."""


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """Months from 1, days of the week from 0 (Monday), and days from today, by their words."""

    months: dict[str, int]
    weekdays: dict[tuple[str, ...], int]
    near: dict[tuple[str, ...], int]
    on_day: frozenset[str]

    def month(self, word: str) -> int | None:
        """Return the month of a name, or of its first three or more letters."""
        if len(word) < 3:
            return None
        return next((self.months[name] for name in self.months if name.startswith(word)), None)


@lru_cache(maxsize=32)
def calendar_words(language: str) -> CalendarWords:
    """Return the names of a language, without accents; none for an unlisted language."""
    months = _numbered(_MONTHS.get(language, "").split())
    near = _numbered(_NEAR[language].split(",")) if language in _NEAR else {}
    return CalendarWords(
        {words[0]: index + 1 for words, index in months.items()},
        _numbered(_WEEKDAYS.get(language, "").split()),
        near,
        frozenset(without_accents(_ON_DAY.get(language, "")).split()),
    )


def _numbered(names: list[str]) -> dict[tuple[str, ...], int]:
    """Places from 0 by phrases, as words of a line; a name may have several, parted by "/"."""
    return {
        tuple(without_accents(form).replace("-", " ").replace("'", " ").split()): index
        for index, forms in enumerate(names)
        for form in forms.split("/")
    }
