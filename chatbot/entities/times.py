"""Times of the day in a message, and durations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from chatbot.entities.entity import Mention
from chatbot.entities.line import Line, folded
from chatbot.entities.number_words import number_words

_CLOCK = re.compile(
    r"(?<![\d.,:])(?P<hour>[01]?\d|2[0-4])(?:(?P<mark>[:.hH])(?P<minute>[0-5]\d))?"
    r"(?:\s?(?:(?P<half>[ap])\.?m\b\.?|(?P<word>uhr|h|hrs?|o'?clock|heures?|ore|часа?|часов|kello"
    r"|uur|óra|horas?)\b))?(?![\d:]|[.,]\d)",
    re.IGNORECASE,
)
_UNITS = {
    "arabic": "دقيقة دقائق ساعة ساعات ساعتين يوم أيام ايام يومين أسبوع أسابيع اسبوع شهر أشهر سنة",
    "danish": "minut minutter time timer dag dage nat nætter uge uger måned måneder år",
    "dutch": "minuut minuten uur uren dag dagen nacht nachten week weken maand maanden jaar",
    "english": "minute minutes min mins hour hours hr hrs day days night nights week weeks month"
    " months year years",
    "finnish": "minuutti minuuttia tunti tuntia päivä päivää yö yötä viikko viikkoa kuukausi"
    " kuukautta vuosi vuotta",
    "french": "minute minutes heure heures jour jours nuit nuits semaine semaines mois an ans",
    "german": "minute minuten stunde stunden tag tage tagen nacht nächte nächten woche wochen monat"
    " monate monaten jahr jahre jahren",
    "hungarian": "perc óra nap éjszaka hét hónap év",
    "italian": "minuto minuti ora ore giorno giorni notte notti settimana settimane mese mesi anno"
    " anni",
    "norwegian": "minutt minutter time timer dag dager natt netter uke uker måned måneder år",
    "portuguese": "minuto minutos hora horas dia dias noite noites semana semanas mês meses ano"
    " anos",
    "romanian": "minut minute oră ore zi zile noapte nopți săptămână săptămâni lună luni an ani",
    "russian": "минута минуты минут час часа часов день дня дней ночь ночи ночей неделя недели"
    " недель неделю месяц месяца месяцев год года лет",
    "spanish": "minuto minutos hora horas día días noche noches semana semanas mes meses año años",
    "swedish": "minut minuter timme timmar dag dagar natt nätter vecka veckor månad månader år",
}


def find_times(line: Line) -> Iterator[Mention]:
    """Find times as HH:MM; an hour alone is not sure."""
    for match in _CLOCK.finditer(line.text):
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        if match["half"]:
            hour = hour % 12 + 12 * (match["half"].lower() == "p")
        is_sure = bool(match["half"] or match["word"] or match["mark"] in (":", "h", "H"))
        if hour < 24:
            yield Mention(f"{hour:02}:{minute:02}", match.start(), match.end(), is_sure)


def find_durations(line: Line) -> Iterator[Mention]:
    """Find durations; the value is what was typed: "2 hours"."""
    units = unit_words(line.language)
    numbers = number_words(line.language)
    for token, unit in zip(line.tokens, line.tokens[1:], strict=False):
        if unit.word in units and (token.word.isdecimal() or token.word in numbers):
            yield Mention(line.text[token.start : unit.end], token.start, unit.end)


@lru_cache(maxsize=32)
def unit_words(language: str) -> frozenset[str]:
    """Return the units of time, without accents; none for an unlisted language."""
    return frozenset(folded(_UNITS.get(language, "")).split())
