"""Wording of the notes of a training run."""

from chatbot.encoder.kinds import encoder_for
from chatbot.text.languages import OTHER
from web.admin.language_names import language_name
from web.curation.wording import unfit_sentence
from web.http.numbers import number, percent
from web.http.translation import ENGLISH, _, language, later, localised, ngettext, translated
from web.intents.finding_wording import finding_sentence
from web.models.rejections import rejection_sentence
from web.training.notes.note import NoteCode, RunNote

_SENTENCES: dict[NoteCode, str] = {
    "begins": later("Training begins on %(intents)s with %(patterns)s."),
    "uncorrected": later("Warning: %(unfit)s"),
    "foreign_language": later("Warning: %(finding)s"),
    "language_clear": later("Language: %(language)s, by the patterns."),
    "language_likely": later(
        "Language: probably %(language)s. If it is another one, set RECOLLECT_LANGUAGE."
    ),
    "language_unclear": later(
        "Language: not clear by the patterns, taken for %(language)s. If it is another one, set"
        " RECOLLECT_LANGUAGE."
    ),
    "encoder": later(
        "The %(encoder)s would help the bot to understand %(language)s. Get it with %(command)s,"
        " then train again."
    ),
    "votes": later("Version %(number)s answers while the network learns: linear votes alone."),
    "round": later(
        "Round %(number)s of %(total)s: a network learns, and is asked what it did not learn."
    ),
    "last_round": later(
        "Round %(number)s of %(total)s: the network that will answer learns every pattern."
    ),
    "student": later(
        "Student: understood %(share)s of the held-out messages, its teacher %(other_share)s. The"
        " student answers, and needs no encoder."
    ),
    "teacher": later(
        "Student: understood %(share)s of the held-out messages, its teacher %(other_share)s. The"
        " teacher answers, being more than a point better."
    ),
    "values": later("Values: F1 %(share)s of %(values)s of learnt entities."),
    "rejection": "%(rejection)s",
    "live": later("Version %(number)s is live."),
    "overridden": later(
        "Version %(number)s is live all the same, because the gate was overridden."
    ),
    "waits": later("Version %(number)s may go live: it waits for somebody to activate it."),
    "rejected": later("Version %(number)s is rejected: it is stored, and the live version stays."),
    "cancelled": later("Cancelled by %(name)s."),
    "handed_back": later(
        "The server was stopped during this training. It begins anew with the next start."
    ),
    "interrupted": later(
        "The process that was training ended before it was done. Nothing was lost but its work:"
        " start the training again."
    ),
    "ended": later(
        "The training process ended with exit code %(number)s. Start the training again."
    ),
    "killed": later("The training process was killed by %(name)s. Start the training again."),
    "out_of_memory": later(
        "The training process was killed by %(name)s. The system may have run out of memory. Start"
        " the training again."
    ),
    "problems": "%(sentences)s\n%(problems)s",
    "explained": "%(sentences)s",
    "not_stored": later(
        "The model could not be stored (%(text)s). Put that right, and start the training again:"
        " nothing else was lost."
    ),
    "unexpected": later("Training stopped on an unexpected error: %(text)s"),
    "text": "%(text)s",
}


def note_sentence(note: RunNote) -> str:
    """Sentence about an event of a training; of problems of files, a line each."""
    return _(_SENTENCES[note.code], **_values(note), **_phrases(note))


def note_language(note: RunNote) -> str:
    """Code of the language of the sentence: what an earlier release has stored is English."""
    return ENGLISH if note.code == "text" else language()


def _values(note: RunNote) -> dict[str, object]:
    """Values of a note by their names in the sentences."""
    encoder = encoder_for(note.name)
    return {
        "number": note.number,
        "total": note.total,
        "share": percent(note.share),
        "other_share": percent(note.other_share),
        "name": note.name,
        "language": _language(note),
        "encoder": translated(encoder.title),
        "command": encoder.command,
        "text": note.text,
        "sentences": "\n".join([*map(localised, note.sentences), *_further(note)]),
    }


def _phrases(note: RunNote) -> dict[str, str]:
    """Phrases with numbers, and sentences of other rooms, by their names in the sentences."""
    count, total = note.number, note.total
    return {
        "intents": ngettext("%(count)s intent", "%(count)s intents", count, count=number(count)),
        "patterns": ngettext("%(count)s pattern", "%(count)s patterns", total, count=number(total)),
        "values": ngettext(
            "%(count)s held-out value", "%(count)s held-out values", count, count=number(count)
        ),
        "problems": _problems(note),
        "unfit": unfit_sentence(note.name, note.text, note.sentences[0])
        if note.code == "uncorrected"
        else "",
        "finding": finding_sentence(note.finding) if note.finding else "",
        "rejection": rejection_sentence(note.rejection) if note.rejection else "",
    }


def _language(note: RunNote) -> str:
    if note.name == OTHER and note.code.startswith("language_"):
        return _("one of another script")
    return language_name(note.name)


def _further(note: RunNote) -> list[str]:
    """Sign of problems that are not stored."""
    return ["…"] if note.code == "problems" and note.number > len(note.sentences) else []


def _problems(note: RunNote) -> str:
    problems = ngettext(
        "%(count)s problem", "%(count)s problems", note.number, count=number(note.number)
    )
    files = ngettext("%(count)s file", "%(count)s files", note.total, count=number(note.total))
    return _("%(problems)s in %(files)s.", problems=problems, files=files)
