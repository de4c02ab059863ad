"""Questions above the quick replies of a bot whose author has written none, by language."""

from __future__ import annotations

QUESTIONS_BACK = {
    "arabic": (
        "لست متأكدًا مما تقصده. هل هو أحد هذه؟",
        "قد يعني ذلك أحد هذه. أيها تقصد؟",
    ),
    "bengali": (
        "আপনি কোনটি বোঝাতে চাইছেন তা নিশ্চিত নই। এগুলোর একটি কি?",
        "এর অর্থ এগুলোর একটি হতে পারে। কোনটি?",
    ),
    "chinese": (
        "我不确定您指的是哪一个。是其中之一吗？",
        "这可能是以下之一。是哪一个？",
    ),
    "czech": (
        "Nevím jistě, co z toho máte na mysli. Je to něco z tohoto?",
        "Může to znamenat něco z tohoto. Co to je?",
    ),
    "danish": (
        "Jeg er ikke sikker på, hvad du mener. Er det en af disse?",
        "Det kan betyde en af disse. Hvilken er det?",
    ),
    "dutch": (
        "Ik weet niet zeker wat u bedoelt. Is het een van deze?",
        "Dat kan een van deze zijn. Welke is het?",
    ),
    "english": (
        "I am not sure which of these you mean. Is it one of them?",
        "That could mean one of these. Which is it?",
    ),
    "finnish": (
        "En ole varma, mitä näistä tarkoitat. Onko se jokin näistä?",
        "Se voi tarkoittaa jotakin näistä. Mikä se on?",
    ),
    "french": (
        "Je ne suis pas sûr de ce que vous voulez dire. Est-ce l'une de ces propositions\u00a0?",
        "Cela peut être l'une de ces propositions. Laquelle\u00a0?",
    ),
    "german": (
        "Ich bin nicht sicher, was Sie meinen. Ist es eines davon?",
        "Das kann eines davon heißen. Welches ist es?",
    ),
    "greek": (
        "Δεν είμαι σίγουρος τι εννοείτε. Είναι κάτι από αυτά;",
        "Αυτό μπορεί να σημαίνει κάτι από αυτά. Ποιο είναι;",
    ),
    "hebrew": (
        "לא ברור לי למה הכוונה. האם זה אחד מאלה?",
        "זה יכול להיות אחד מאלה. איזה מהם?",
    ),
    "hindi": (
        "मुझे ठीक से पता नहीं कि आपका मतलब क्या है। क्या यह इनमें से एक है?",
        "इसका मतलब इनमें से एक हो सकता है। कौन सा?",
    ),
    "hungarian": (
        "Nem vagyok biztos benne, melyikre gondol. Ezek egyike az?",
        "Ez ezek egyikét jelentheti. Melyik az?",
    ),
    "indonesian": (
        "Saya tidak yakin mana yang Anda maksud. Apakah salah satu dari ini?",
        "Itu bisa berarti salah satu dari ini. Yang mana?",
    ),
    "italian": (
        "Non sono sicuro di cosa intende. È una di queste?",
        "Potrebbe essere una di queste. Quale?",
    ),
    "japanese": (
        "どれのことか、はっきりわかりません。この中にありますか。",
        "次のどれかだと思います。どれでしょうか。",
    ),
    "korean": (
        "어느 것을 말씀하시는지 잘 모르겠습니다. 이 중 하나인가요?",
        "이 중 하나일 수 있습니다. 어느 것인가요?",
    ),
    "norwegian": (
        "Jeg er ikke sikker på hva du mener. Er det en av disse?",
        "Det kan bety en av disse. Hvilken er det?",
    ),
    "persian": (
        "مطمئن نیستم منظورتان کدام است. یکی از این‌هاست؟",
        "این می‌تواند یکی از این‌ها باشد. کدام؟",
    ),
    "polish": (
        "Nie mam pewności, o co chodzi. Czy to jedno z tych?",
        "To może oznaczać jedno z tych. Które?",
    ),
    "portuguese": (
        "Não tenho certeza do que você quer dizer. É uma destas opções?",
        "Pode ser uma destas opções. Qual é?",
    ),
    "romanian": (
        "Nu sunt sigur la ce vă referiți. Este una dintre acestea?",
        "Poate însemna una dintre acestea. Care este?",
    ),
    "russian": (
        "Не совсем ясно, что вы имеете в виду. Это что-то из этого?",
        "Это может означать одно из этого. Что именно?",
    ),
    "spanish": (
        "No sé con seguridad a cuál se refiere. ¿Es una de estas?",
        "Puede ser una de estas. ¿Cuál es?",
    ),
    "swedish": (
        "Jag är inte säker på vad du menar. Är det något av dessa?",
        "Det kan betyda något av dessa. Vilket är det?",
    ),
    "tamil": (
        "நீங்கள் எதைக் குறிப்பிடுகிறீர்கள் என்று உறுதியாகத் தெரியவில்லை. இவற்றில் ஒன்றா?",
        "அது இவற்றில் ஒன்றாக இருக்கலாம். எது?",
    ),
    "telugu": (
        "మీరు దేని గురించి అడుగుతున్నారో ఖచ్చితంగా తెలియదు. వీటిలో ఒకటా?",
        "అది వీటిలో ఒకటి కావచ్చు. ఏది?",
    ),
    "thai": (
        "ไม่แน่ใจว่าคุณหมายถึงข้อใด ใช่ข้อใดข้อหนึ่งในนี้ไหม",
        "อาจหมายถึงข้อใดข้อหนึ่งในนี้ ข้อใด",
    ),
    "turkish": (
        "Hangisini kastettiğinizden emin değilim. Bunlardan biri mi?",
        "Bu, bunlardan biri olabilir. Hangisi?",
    ),
    "ukrainian": (
        "Не зовсім зрозуміло, що ви маєте на увазі. Це щось із цього?",
        "Це може означати щось із цього. Що саме?",
    ),
    "vietnamese": (
        "Tôi không chắc bạn muốn nói mục nào. Có phải một trong các mục này không?",
        "Điều đó có thể là một trong các mục này. Là mục nào?",
    ),
}
