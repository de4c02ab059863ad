/**
 * Page of the server, as a document. Its scripts do not run.
 * @param {string} url
 * @returns {Promise<Document>}
 */
export async function page(url) {
  const response = await fetch(url, { cache: "no-store", signal: AbortSignal.timeout(15_000) });
  // A session that has ended leads to the page for signing in.
  if (!response.ok || response.redirected) throw new Error(String(response.status));
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

/**
 * Calls a function again and again, quickly while the page is on the screen.
 * @param {() => Promise<void>} look
 * @param {number} seconds
 */
export function keepLooking(look, seconds) {
  let timer = 0;
  let busy = false;
  const run = async () => {
    clearTimeout(timer);
    if (busy) return;
    busy = true;
    await look();
    busy = false;
    clearTimeout(timer);
    timer = setTimeout(run, (document.hidden ? 3 : 1) * seconds * 1000);
  };
  document.addEventListener("visibilitychange", () => document.hidden || run());
  timer = setTimeout(run, seconds * 1000);
  return run;
}
