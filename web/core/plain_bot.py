"""Character of a bot that nobody has given a name: never that of the bundled shop."""

PLAIN_NAME = "Bot"

PLAIN_AVATAR = "💬"

GREETINGS = {
    "arabic": "مرحبًا! كيف يمكنني مساعدتك؟",
    "danish": "Hej! Hvad kan jeg hjælpe med?",
    "dutch": "Hallo! Waarmee kan ik helpen?",
    "english": "Hello! What can I do for you?",
    "finnish": "Hei! Miten voin auttaa?",
    "french": "Bonjour\u00a0! Que puis-je faire pour vous\u00a0?",
    "german": "Hallo! Was kann ich für dich tun?",
    "hungarian": "Helló! Miben segíthetek?",
    "italian": "Ciao! Come posso aiutarti?",
    "norwegian": "Hei! Hva kan jeg hjelpe med?",
    "portuguese": "Olá! Em que posso ajudar?",
    "romanian": "Bună! Cu ce te pot ajuta?",
    "russian": "Здравствуйте! Чем могу помочь?",
    "spanish": "¡Hola! ¿En qué puedo ayudarte?",
    "swedish": "Hej! Vad kan jag hjälpa till med?",
}
"""First message of such a bot by RECOLLECT_LANGUAGE."""
