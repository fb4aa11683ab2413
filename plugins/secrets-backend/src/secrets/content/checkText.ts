import { ContentFindings } from './ContentFindings';

/** Texts that forms, examples and templates put where a value belongs; the whole value, case ignored. */
const PLACEHOLDERS: readonly RegExp[] = [
  /^change[-_ ]?(?:me|this|it)!*$/i,
  /^replace[-_ ]?(?:me|this|it|with[-_ ][-\w ]{1,60})$/i,
  /^(?:to[-_ ]?do|fix[-_ ]?me|tbd|placeholder|dummy|example|none|null|undefined|n\/a)$/i,
  /^(?:your|my|the|some|insert|enter|put)[-_ ][-\w ]{0,60}(?:here|password|secret|token|key|value|username)$/i,
  /^(?:password|passwd|passphrase|secret|token|api[-_ ]?key|username)$/i,
  /^(?:x{3,}|\*{3,}|\.{3,}|-{3,}|_{3,}|•{3,})$/i,
  /^<[^<>]{1,80}>$/,
  /^\[[-\w ]{1,80}\]$/,
  /^\$\{[^{}]{1,80}\}$/,
  /^\{\{[^{}]{1,80}\}\}$/,
];
const LONGEST_PLACEHOLDER = 100;

/**
 * Warns of what is usually an accident of copying and pasting. The bytes are stored as they came all the same.
 * @param formed - whether white space at the end means nothing in this kind of value
 */
export function checkText(
  key: string,
  text: string,
  formed: boolean,
  findings: ContentFindings,
): void {
  const trimmed = text.trim();
  if (trimmed === '') {
    findings.warn(key, 'The value consists of white space alone.');
    return;
  }
  const isOneLine = !/[\r\n]/.test(trimmed);
  if (!formed && isOneLine) {
    if (/^\s/.test(text.replace(/^\ufeff/, ''))) {
      findings.warn(key, 'The value begins with white space.');
    }
    if (/[\r\n]$/.test(text)) {
      findings.warn(key, 'The value ends with a line break.');
    } else if (/\s$/.test(text)) {
      findings.warn(key, 'The value ends with white space.');
    }
  }
  if (text.startsWith('\ufeff')) {
    findings.warn(
      key,
      'The value begins with a byte order mark, which many readers take for part of it.',
    );
  }
  if (text.includes('\0')) {
    findings.warn(
      key,
      'The value contains a NUL character and cannot be used as an environment variable.',
    );
  }
  if (text.includes('-----BEGIN ') && text.includes('\r\n')) {
    findings.warn(
      key,
      'The lines end with CR and LF, as on Windows; many readers of PEM files, OpenSSH among them, refuse that.',
    );
  }
  if (
    trimmed.length <= LONGEST_PLACEHOLDER &&
    PLACEHOLDERS.some(placeholder => placeholder.test(trimmed))
  ) {
    findings.warn(key, 'The value looks like a placeholder.');
  }
}
