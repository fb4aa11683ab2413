import { isUtf8 } from 'node:buffer';
import { SecretType } from '@strongroom/backstage-plugin-secrets-common';
import { checkDockerConfig } from './checkDockerConfig';
import { checkSize } from './checkSize';
import { checkSshKey } from './checkSshKey';
import { checkText } from './checkText';
import { checkTls } from './checkTls';
import { ContentFindings } from './ContentFindings';
import { explainBinary } from './explainBinary';
import { ContentInput, ContentReport, Texts } from './types';

type TypeCheck = (texts: Texts, findings: ContentFindings, now: Date) => void;

const CHECKS: Partial<Record<SecretType, TypeCheck>> = {
  'kubernetes.io/ssh-auth': checkSshKey,
  'kubernetes.io/dockerconfigjson': checkDockerConfig,
  'kubernetes.io/tls': checkTls,
};

/** Keys of a type that hold material with a form of its own, in which white space at the end means nothing. */
const FORMED_KEYS: Partial<Record<SecretType, readonly string[]>> = {
  'kubernetes.io/ssh-auth': ['ssh-privatekey', 'known_hosts'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key', 'ca.crt'],
};

/**
 * Looks at the material itself: whether it can be what its type says, fits the store and is complete. Which keys there
 * must be is not asked here, so that keys can be checked on their own when only some are set.
 */
export function checkContent(input: ContentInput): ContentReport {
  const findings = new ContentFindings();
  checkSize(input, findings);
  if (findings.hasErrors) {
    return findings.report();
  }
  const formed = FORMED_KEYS[input.type] ?? [];
  const texts = new Map<string, string>();
  for (const [key, value] of input.values) {
    const bytes = value.reveal();
    const asBase64 = Object.hasOwn(input.storedAs, key);
    if (bytes.length === 0) {
      findings.error(key, 'The value is empty.');
      continue;
    }
    if (!isUtf8(bytes)) {
      const problem = explainBinary(input, key, formed.includes(key), asBase64);
      if (problem) {
        findings.error(key, problem);
      }
      continue;
    }
    const text = bytes.toString('utf8');
    texts.set(key, text);
    checkText(key, text, formed.includes(key), findings);
    if (asBase64 && formed.includes(key)) {
      findings.error(
        key,
        `Readers of a secret of type ${input.type} expect the text itself under this key; leave out "storeAs".`,
      );
    }
  }
  CHECKS[input.type]?.(texts, findings, input.now);
  return findings.report();
}
