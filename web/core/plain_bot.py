"""Character of a bot that nobody has given a name: never that of the bundled shop."""

PLAIN_NAME = "Bot"

PLAIN_AVATAR = "💬"

GREETINGS = {
    "arabic": "مرحبًا! كيف يمكنني مساعدتك؟",
    "bengali": "নমস্কার! কীভাবে সাহায্য করতে পারি?",
    "chinese": "您好！有什么可以帮您？",
    "czech": "Dobrý den! S čím mohu pomoci?",
    "danish": "Hej! Hvad kan jeg hjælpe med?",
    "dutch": "Hallo! Waarmee kan ik helpen?",
    "english": "Hello! What can I do for you?",
    "finnish": "Hei! Miten voin auttaa?",
    "french": "Bonjour\u00a0! Que puis-je faire pour vous\u00a0?",
    "german": "Hallo! Was kann ich für Sie tun?",
    "greek": "Γεια σας! Πώς μπορώ να βοηθήσω;",
    "hebrew": "שלום! איך אפשר לעזור?",
    "hindi": "नमस्ते! मैं आपकी क्या मदद कर सकता हूँ?",
    "hungarian": "Jó napot! Miben segíthetek?",
    "indonesian": "Halo! Apa yang bisa saya bantu?",
    "italian": "Salve! Come posso aiutarla?",
    "japanese": "こんにちは。ご用件をどうぞ。",
    "korean": "안녕하세요! 무엇을 도와드릴까요?",
    "norwegian": "Hei! Hva kan jeg hjelpe med?",
    "other": "Hello! What can I do for you?",
    "persian": "سلام! چطور می‌توانم کمک کنم؟",
    "polish": "Dzień dobry! W czym mogę pomóc?",
    "portuguese": "Olá! Em que posso ajudar?",
    "romanian": "Bună ziua! Cu ce vă pot ajuta?",
    "russian": "Здравствуйте! Чем могу помочь?",
    "spanish": "¡Hola! ¿En qué puedo ayudarle?",
    "swedish": "Hej! Vad kan jag hjälpa till med?",
    "tamil": "வணக்கம்! நான் எப்படி உதவலாம்?",
    "telugu": "నమస్కారం! నేను ఎలా సహాయం చేయగలను?",
    "thai": "สวัสดี มีอะไรให้ช่วยไหม",
    "turkish": "Merhaba! Nasıl yardımcı olabilirim?",
    "ukrainian": "Вітаю! Чим можу допомогти?",
    "vietnamese": "Xin chào! Tôi có thể giúp gì cho bạn?",
}
"""First message of such a bot by RECOLLECT_LANGUAGE."""
