"""Responses of the fallback of a bot whose author has written none, by language."""

from __future__ import annotations

FALLBACKS = {
    "arabic": (
        "عذرًا، لم أفهم ذلك. هل يمكنك قوله بكلمات أخرى؟",
        "هذا لا أعرف عنه شيئًا بعد. هل يمكنك السؤال بطريقة أخرى؟",
    ),
    "bengali": (
        "দুঃখিত, আমি বুঝতে পারিনি। অন্যভাবে বলবেন কি?",
        "এ বিষয়ে আমি এখনও কিছু জানি না। অন্যভাবে জিজ্ঞাসা করবেন কি?",
    ),
    "chinese": (
        "抱歉，我没有听懂。可以换个说法吗？",
        "这个我还不了解。可以换个方式问吗？",
    ),
    "czech": (
        "Omlouvám se, tomu nerozumím. Můžete to říct jinými slovy?",
        "O tom zatím nic nevím. Můžete se zeptat jinak?",
    ),
    "danish": (
        "Det forstod jeg desværre ikke. Kan du sige det med andre ord?",
        "Det ved jeg ikke noget om endnu. Kan du spørge på en anden måde?",
    ),
    "dutch": (
        "Sorry, dat heb ik niet begrepen. Kunt u het anders zeggen?",
        "Daar weet ik nog niets van. Kunt u het op een andere manier vragen?",
    ),
    "english": (
        "I am sorry, I did not understand that. Could you say it in other words?",
        "That is not something I know about yet. Could you ask it another way?",
    ),
    "finnish": (
        "Anteeksi, en ymmärtänyt. Voisitko sanoa sen toisin?",
        "Siitä en vielä tiedä. Voisitko kysyä toisella tavalla?",
    ),
    "french": (
        "Désolé, je n'ai pas compris. Pouvez-vous le dire autrement\u00a0?",
        "Je ne sais encore rien à ce sujet. Pouvez-vous poser la question autrement\u00a0?",
    ),
    "german": (
        "Das habe ich leider nicht verstanden. Können Sie es anders sagen?",
        "Darüber weiß ich noch nichts. Können Sie anders fragen?",
    ),
    "greek": (
        "Συγγνώμη, δεν το κατάλαβα. Μπορείτε να το πείτε αλλιώς;",
        "Δεν γνωρίζω κάτι γι' αυτό ακόμα. Μπορείτε να ρωτήσετε διαφορετικά;",
    ),
    "hebrew": (
        "סליחה, לא הבנתי. אפשר לומר את זה במילים אחרות?",
        "על זה אני עדיין לא יודע. אפשר לשאול בדרך אחרת?",
    ),
    "hindi": (
        "माफ़ कीजिए, मैं यह नहीं समझ पाया। क्या आप इसे दूसरे शब्दों में कह सकते हैं?",
        "इसके बारे में मुझे अभी जानकारी नहीं है। क्या आप दूसरे तरीके से पूछ सकते हैं?",
    ),
    "hungarian": (
        "Sajnálom, ezt nem értettem. El tudná mondani másképp?",
        "Erről még nem tudok semmit. Meg tudná kérdezni másképp?",
    ),
    "indonesian": (
        "Maaf, saya belum mengerti. Bisa dikatakan dengan kata lain?",
        "Saya belum tahu tentang itu. Bisa ditanyakan dengan cara lain?",
    ),
    "italian": (
        "Mi dispiace, non ho capito. Può dirlo con altre parole?",
        "Di questo non so ancora nulla. Può chiederlo in un altro modo?",
    ),
    "japanese": (
        "すみません、よくわかりませんでした。別の言い方でお願いできますか。",
        "それについてはまだわかりません。別の聞き方をしていただけますか。",
    ),
    "korean": (
        "죄송합니다, 이해하지 못했습니다. 다른 말로 말씀해 주시겠어요?",
        "그것에 대해서는 아직 모릅니다. 다르게 질문해 주시겠어요?",
    ),
    "norwegian": (
        "Beklager, det forsto jeg ikke. Kan du si det med andre ord?",
        "Det vet jeg ikke noe om ennå. Kan du spørre på en annen måte?",
    ),
    "persian": (
        "متأسفم، متوجه نشدم. می‌توانید آن را به شکل دیگری بگویید؟",
        "هنوز چیزی درباره‌ی آن نمی‌دانم. می‌توانید طور دیگری بپرسید؟",
    ),
    "polish": (
        "Przepraszam, nie rozumiem. Czy można powiedzieć to innymi słowami?",
        "O tym jeszcze nic nie wiem. Czy można zapytać inaczej?",
    ),
    "portuguese": (
        "Desculpe, não entendi. Pode dizer com outras palavras?",
        "Sobre isso eu ainda não sei nada. Pode perguntar de outra forma?",
    ),
    "romanian": (
        "Îmi pare rău, nu am înțeles. Puteți spune asta cu alte cuvinte?",
        "Despre asta nu știu încă nimic. Puteți întreba altfel?",
    ),
    "russian": (
        "Простите, я не понимаю. Можете сказать это другими словами?",
        "Об этом я пока ничего не знаю. Можете спросить иначе?",
    ),
    "spanish": (
        "Lo siento, no lo he entendido. ¿Puede decirlo con otras palabras?",
        "De eso todavía no sé nada. ¿Puede preguntarlo de otra manera?",
    ),
    "swedish": (
        "Tyvärr förstod jag inte det. Kan du säga det med andra ord?",
        "Det vet jag inget om ännu. Kan du fråga på ett annat sätt?",
    ),
    "tamil": (
        "மன்னிக்கவும், எனக்குப் புரியவில்லை. வேறு வார்த்தைகளில் சொல்ல முடியுமா?",
        "அதைப் பற்றி எனக்கு இன்னும் தெரியாது. வேறு விதமாகக் கேட்க முடியுமா?",
    ),
    "telugu": (
        "క్షమించండి, నాకు అర్థం కాలేదు. వేరే మాటల్లో చెప్పగలరా?",
        "దాని గురించి నాకు ఇంకా తెలియదు. మరో విధంగా అడగగలరా?",
    ),
    "thai": (
        "ขออภัย ไม่เข้าใจ ช่วยพูดเป็นคำอื่นได้ไหม",
        "ยังไม่มีข้อมูลเรื่องนี้ ช่วยถามด้วยวิธีอื่นได้ไหม",
    ),
    "turkish": (
        "Üzgünüm, bunu anlayamadım. Başka kelimelerle söyleyebilir misiniz?",
        "Bu konuda henüz bilgim yok. Başka bir şekilde sorabilir misiniz?",
    ),
    "ukrainian": (
        "Вибачте, я не розумію. Можете сказати це іншими словами?",
        "Про це я поки нічого не знаю. Можете запитати інакше?",
    ),
    "vietnamese": (
        "Xin lỗi, tôi chưa hiểu. Bạn có thể nói bằng cách khác không?",
        "Tôi chưa biết về điều đó. Bạn có thể hỏi theo cách khác không?",
    ),
}
