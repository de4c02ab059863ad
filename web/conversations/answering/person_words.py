"""Words of an answer that leads to a person, where the author has written none, by language."""

from collections.abc import Mapping
from types import MappingProxyType

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "ar": "عذرًا، لا أستطيع المساعدة هنا أكثر. هذا أمر يتولاه أحد الموظفين.",
        "de": "Es tut mir leid, hier komme ich nicht weiter. Das ist etwas für einen Menschen.",
        "en": "I am sorry, I am getting no further with this. It is one for a person.",
        "es": "Lo siento, con esto no puedo avanzar más. Es mejor que lo vea una persona.",
        "fr": "Je suis désolé, je n’avance plus ici. Une personne saura mieux vous aider.",
        "hi": "माफ़ कीजिए, मैं इसमें आगे मदद नहीं कर पा रहा हूँ। इसे कोई व्यक्ति ही देख पाएगा।",
        "id": "Maaf, saya tidak bisa membantu lebih jauh. Ini sebaiknya ditangani oleh seseorang.",
        "it": "Mi dispiace, qui non riesco ad andare avanti. Può aiutarLa meglio una persona.",
        "ja": "申し訳ありません。これ以上はお役に立てません。担当者がお答えします。",
        "ko": "죄송합니다. 더는 도와드리기 어렵습니다. 상담원이 답해 드려야 할 문의입니다.",
        "nl": "Het spijt me, hier kom ik niet verder mee. Dit is iets voor een mens.",
        "pl": "Przykro mi, w tej sprawie nie umiem już pomóc. To pytanie do człowieka.",
        "pt": "Lamento, não consigo avançar mais com isto. É melhor que uma pessoa responda.",
        "ru": "Извините, здесь я больше не могу помочь. На это лучше ответит человек.",
        "tr": "Üzgünüm, bu konuda daha fazla yardımcı olamıyorum. Bununla bir kişi ilgilenmeli.",
        "vi": "Xin lỗi, tôi không thể giúp thêm về việc này. Việc này cần một người trả lời.",
        "zh": "抱歉，这个问题我无法继续解答，需要由人工来回答。",
    }
)
