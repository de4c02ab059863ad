/**
 * Language of the attribute, of the visitor, or of the bot, and the word for the launcher.
 * @param {string} [chosen]
 * @returns {{language: string, chat: string}}
 */
export function wordsOf(chosen) {
  const codes = navigator.languages.map((tag) => tag.split("-")[0]);
  const language = chosen ?? codes.find((code) => code in BOT.words) ?? BOT.language;
  return { language, chat: BOT.words[language] };
}
