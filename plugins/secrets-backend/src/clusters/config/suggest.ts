/** The known word that was most likely meant; `undefined` when none is near. */
export function suggest(
  word: string,
  known: Iterable<string>,
): string | undefined {
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (!best || distance < best.distance) {
      best = { candidate, distance };
    }
  }
  return best && best.distance <= Math.max(2, Math.ceil(word.length / 3))
    ? best.candidate
    : undefined;
}

/** How many letters have to be changed, added or left out. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      next[j] = Math.min(
        row[j] + 1,
        next[j - 1] + 1,
        row[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1),
      );
    }
    row = next;
  }
  return row[to.length];
}
