"""Wording of the accuracies of a student and its teacher."""

from chatbot.model.architectures import DISTILLED
from chatbot.model.bundle import Metadata


def student_sentence(metadata: Metadata) -> str:
    """Sentence about student and teacher, and which of them answers; "" without a student."""
    student, teacher = metadata.metrics.student_accuracy, metadata.metrics.teacher_accuracy
    if student is None or teacher is None:
        return ""
    accuracies = f"understood {student:.1%} of the held-out messages, its teacher {teacher:.1%}"
    if metadata.architecture == DISTILLED:
        return f"{accuracies}. The student answers, and needs no encoder."
    return f"{accuracies}. The teacher answers, being more than a point better."
