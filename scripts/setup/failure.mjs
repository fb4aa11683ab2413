import { stripVTControlCharacters } from 'node:util';

/** A failure that a user can mend: what failed and why, and what to do about it. */
export class Failure extends Error {
  /**
   * @param {string} sentence
   * @param {string} remedy
   * @param {string} [detail] the last lines of the program that failed
   */
  constructor(sentence, remedy, detail) {
    super(sentence);
    this.remedy = remedy;
    this.detail = detail;
  }
}

const causes = [
  {
    pattern: /ENOSPC|no space left on device/i,
    sentence: 'the disk is full',
    remedy:
      'Free about 3 GB on the disk of this folder (and of the package cache in your home folder), then run the same command again.',
  },
  {
    pattern: /EDQUOT|disk quota exceeded/i,
    sentence: 'your disk quota is used up',
    remedy: 'Free about 3 GB, then run the same command again.',
  },
  {
    pattern:
      /SELF_SIGNED_CERT|UNABLE_TO_(GET_ISSUER|VERIFY)|CERT_HAS_EXPIRED|self[- ]signed certificate/i,
    sentence: 'the certificate of the package registry is not trusted',
    remedy:
      'Behind a proxy that opens TLS, point NODE_EXTRA_CA_CERTS at its certificate and run the same command again.',
  },
  {
    pattern:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|getaddrinfo|socket hang up|network (request|connectivity)|RequestError|tunneling socket/i,
    sentence: 'the package registry cannot be reached',
    remedy:
      'Check the network (behind a proxy: HTTPS_PROXY), then run the same command again; what is already there is kept.',
  },
  {
    pattern: /EACCES|EPERM|permission denied/i,
    sentence: 'a file or folder may not be written',
    remedy:
      'Check who owns this folder and the package cache in your home folder, then run the same command again.',
  },
  {
    pattern: /YN0028|lockfile would have been (modified|created)/i,
    sentence: 'yarn.lock does not fit the package.json files',
    remedy:
      'After a change of dependencies run `npm run yarn -- install` once and commit yarn.lock.',
  },
  {
    pattern: /YN0018|EINTEGRITY|integrity checksum failed/i,
    sentence: 'a downloaded package is not the one that was recorded',
    remedy:
      'Something between here and the registry changed it. Clear the cache with `npm run yarn -- cache clean --all` and try again; if it stays, do not continue.',
  },
];

/**
 * Turns the output of a failed program into a failure with a cause and a remedy.
 *
 * @param {string} what for example `Installing the packages`
 * @param {string} output
 * @param {string} fallback remedy when the cause is not a known one
 */
export function explain(what, output, fallback) {
  const known = causes.find(cause => cause.pattern.test(output));
  const lines = stripVTControlCharacters(output).trim().split('\n');
  const telling = known
    ? [...new Set(lines.filter(line => known.pattern.test(line)))].slice(-3)
    : lines.slice(-15);
  const detail = telling.map(line => line.slice(0, 300)).join('\n');
  return known
    ? new Failure(`${what} failed: ${known.sentence}.`, known.remedy, detail)
    : new Failure(`${what} failed.`, fallback, detail);
}
