"""Names of the parts of an intent file in further languages, as people write them."""

from __future__ import annotations

from collections.abc import Mapping

FURTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "tag": (
        *("displayname", "intentie", "intencja", "nazwa", "avsikt", "namn", "navn", "hensikt"),
        *("тег", "намерение", "интент", "название", "имя", "тема", "мітка", "намір", "назва"),
        *("标签", "意图", "标记", "標籤", "意圖", "タグ", "意図", "태그", "의도"),
        *("وسم", "علامة", "نية", "النية", "برچسب", "قصد", "نیت", "تگ"),
        *("टैग", "इरादा", "श्रेणी", "ট্যাগ", "উদ্দেশ্য", "nhãn", "thẻ"),
        *(
            "ý định",
            "chủ đề",
            "แท็ก",
            "เจตนา",
        ),
        *("niat", "layunin", "lebo", "nia", "ετικέτα", "πρόθεση", "תגית", "כוונה", "intenție"),
        *("eticheta", "címke", "szándék", "značka", "záměr", "znacznik"),
    ),
    "patterns": (
        *("déclencheurs", "gatilhos", "gatilho", "disparadores", "äußerungen", "auslöser"),
        *("patronen", "patroon", "vragen", "vraag", "voorbeelden", "zinnen", "uitingen"),
        *("wzorce", "wzorzec", "pytania", "pytanie", "przykłady", "mönster", "frågor", "fråga"),
        *("mønstre", "mønster", "spørsmål", "spørgsmål", "eksempler", "exempel", "kalıp"),
        *("örnekler", "ifadeler", "modelli", "schemi", "tipare", "întrebări", "întrebare"),
        *("minták", "kérdések", "kérdés", "vzory", "otázky", "otázka", "příklady"),
        *("шаблоны", "шаблон", "вопросы", "вопрос", "примеры", "фразы", "паттерны", "паттерн"),
        *("запросы", "шаблони", "питання", "приклади"),
        *("模式", "问题", "问句", "例句", "样本", "輸入", "输入", "問題"),
        *(
            "パターン",
            "質問",
            "例文",
            "例",
        ),
        *("패턴", "질문", "예문", "예시", "입력"),
        *("أنماط", "الأنماط", "نمط", "أسئلة", "الأسئلة", "سؤال", "السؤال", "أمثلة"),
        *(
            "الگوها",
            "الگو",
        ),
        *("سوالات", "پرسش", "پرسشها"),
        *("पैटर्न", "प्रश्न", "सवाल", "उदाहरण", "প্যাটার্ন", "প্রশ্ন", "উদাহরণ", "سوال"),
        *("mẫu", "mẫu câu", "câu hỏi", "ví dụ", "รูปแบบ", "คำถาม", "ตัวอย่าง"),
        *("corak", "soalan", "pola kata", "mga tanong", "tanong", "halimbawa", "maswali", "swali"),
        *("mifano", "mitindo", "πρότυπα", "ερωτήσεις", "παραδείγματα", "תבניות", "שאלות", "שאלה"),
    ),
    "responses": (
        *("antwoorden", "antwoord", "reacties", "odpowiedzi", "odpowiedź", "svar", "odpovědi"),
        *("odpověď", "odpovede", "yanıtlar", "yanıt", "tepkiler", "răspunsuri", "răspuns"),
        *("válaszok", "válasz", "respon bot", "replicas", "contestacion", "contestación"),
        *("ответы", "ответ", "реакции", "відповіді", "відповідь"),
        *("回复", "回答", "答案", "响应", "回覆", "輸出", "输出"),
        *(
            "応答",
            "返答",
            "返信",
            "응답",
            "답변",
            "대답",
        ),
        *("ردود", "الردود", "رد", "الرد", "إجابات", "الإجابات", "إجابة", "جواب", "أجوبة", "پاسخها"),
        *("پاسخ", "جوابات"),
        *("उत्तर", "जवाब", "प्रतिक्रिया", "প্রতিক্রিয়া", "উত্তর"),
        *("phản hồi", "trả lời", "câu trả lời", "đáp án", "คำตอบ", "ตอบ"),
        *("respons", "sagot", "mga sagot", "tugon", "majibu", "jibu", "απαντήσεις", "απάντηση"),
        *("תשובות", "תשובה"),
    ),
}
"""Names by role, in Dutch, Polish, Scandinavian, Turkish, Romanian, Hungarian, Czech, Russian,
Ukrainian, Chinese, Japanese, Korean, Arabic, Persian, Hindi, Bengali, Urdu, Vietnamese, Thai,
Malay, Filipino, Swahili, Greek and Hebrew."""
