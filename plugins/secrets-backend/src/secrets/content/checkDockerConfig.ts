import { isUtf8 } from 'node:buffer';
import { JsonObject, JsonValue } from '@backstage/types';
import { ContentFindings } from './ContentFindings';
import { Texts } from './types';

const CONFIG_KEY = '.dockerconfigjson';
/** So that a file full of wrong entries does not become an answer full of problems. */
const MOST_REGISTRIES = 100;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const USE_HELPER_REMEDY =
  'Make the secret from a user name and a password or token, or log in with an empty "credsStore" and take the file then.';

/** Checks a Docker client configuration: registries, each with credentials that the kubelet can use. */
export function checkDockerConfig(
  texts: Texts,
  findings: ContentFindings,
): void {
  const text = texts.get(CONFIG_KEY);
  if (text === undefined) {
    return;
  }
  const config = parseObject(text);
  if (!config) {
    findings.error(CONFIG_KEY, 'This is not a JSON object.');
    return;
  }
  const usesHelper = 'credsStore' in config || 'credHelpers' in config;
  const auths = config.auths;
  if (!isObject(auths)) {
    findings.error(CONFIG_KEY, explainNoAuths(config, usesHelper));
    return;
  }
  const registries = Object.entries(auths);
  if (registries.length === 0) {
    findings.error(
      CONFIG_KEY,
      usesHelper
        ? `The passwords are kept by a credential helper of the machine it was made on, not in this file. ${USE_HELPER_REMEDY}`
        : 'There is no registry in "auths".',
    );
    return;
  }
  if (registries.length > MOST_REGISTRIES) {
    findings.error(
      CONFIG_KEY,
      `There are more than ${MOST_REGISTRIES} registries in it.`,
    );
    return;
  }
  for (const [index, [, entry]] of registries.entries()) {
    const problem = explainEntry(entry, usesHelper);
    if (problem) {
      findings.error(CONFIG_KEY, `Registry ${index + 1}: ${problem}`);
    } else if (isObject(entry) && endsWithLineBreak(entry)) {
      findings.warn(
        CONFIG_KEY,
        `Registry ${index + 1}: the password ends with a line break.`,
      );
    }
  }
}

function explainNoAuths(config: JsonObject, usesHelper: boolean): string {
  if (usesHelper) {
    return `The passwords are kept by a credential helper of the machine it was made on, not in this file. ${USE_HELPER_REMEDY}`;
  }
  const looksLegacy = Object.values(config).some(
    entry => isObject(entry) && ('auth' in entry || 'password' in entry),
  );
  return looksLegacy
    ? 'This has the old form of .dockercfg. Put its content below "auths".'
    : 'There is no object "auths" with registries in it.';
}

function explainEntry(
  entry: JsonValue | undefined,
  usesHelper: boolean,
): string | undefined {
  if (!isObject(entry)) {
    return 'its entry is not an object.';
  }
  if (isFilled(entry.identitytoken) || isFilled(entry.registrytoken)) {
    return undefined;
  }
  if (isFilled(entry.auth)) {
    const login = decodeLogin(entry.auth);
    if (login === undefined) {
      return '"auth" is not base64 of text.';
    }
    const colon = login.indexOf(':');
    return colon > 0 && colon < login.length - 1
      ? undefined
      : '"auth" is not base64 of user name, colon and password.';
  }
  if (isFilled(entry.username) && isFilled(entry.password)) {
    return undefined;
  }
  return usesHelper
    ? `its password is kept by a credential helper, not in this file. ${USE_HELPER_REMEDY}`
    : 'it has neither "auth", nor "username" with "password", nor a token.';
}

function endsWithLineBreak(entry: JsonObject): boolean {
  const password = isFilled(entry.auth)
    ? decodeLogin(entry.auth)
    : entry.password;
  return isFilled(password) && /[\r\n]$/.test(password);
}

function decodeLogin(auth: string): string | undefined {
  const compact = auth.replace(/[\r\n]/g, '');
  const bytes = Buffer.from(compact, 'base64');
  return BASE64.test(compact) && compact.length % 4 !== 1 && isUtf8(bytes)
    ? bytes.toString('utf8')
    : undefined;
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    // What the parser says quotes the text.
    return undefined;
  }
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFilled(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && value !== '';
}
