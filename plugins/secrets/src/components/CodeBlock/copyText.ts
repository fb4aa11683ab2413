/**
 * Copies the text of an element, and says whether that worked.
 * Portals served without TLS have no clipboard API, so the older way is the fallback.
 * @internal
 */
export async function copyText(element: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(element.textContent ?? '');
    return true;
  } catch {
    document.getSelection()?.selectAllChildren(element);
    return document.execCommand?.('copy') ?? false;
  }
}
