import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import {
  FieldProblem,
  GeneratedValue,
} from '@strongroom/backstage-plugin-secrets-common';
import { parsePrivateKey } from 'sshpk';
import { generatePassword } from './generatePassword';

type Kind = GeneratedValue['kind'];
type Rule = Exclude<keyof GeneratedValue, 'kind'>;

const DEFAULT_BYTES = 32;
/** A comment stands on the line of the public half. */
const CONTROL = /\p{Cc}|\p{Zl}|\p{Zp}|\p{Surrogate}/u;

const RULES_OF: Record<Kind, readonly Rule[]> = {
  password: ['length', 'characters', 'withoutLookalikes'],
  hex: ['length'],
  uuid: [],
  'ssh-ed25519': ['comment'],
};

/** A value that was made here. */
export interface MadeValue {
  text: string;
  /** Public half of a key pair, in the form of `authorized_keys`. */
  publicKey?: string;
}

/** Says which rules of a value to be made do not go together. */
export function checkGenerated(
  rules: GeneratedValue,
  field: string,
): FieldProblem[] {
  const known: readonly string[] = RULES_OF[rules.kind];
  const unknown = Object.keys(rules).filter(
    rule => rule !== 'kind' && !known.includes(rule),
  );
  return [
    ...unknown.map(rule => ({
      field: `${field}.${rule}`,
      message: `A value of kind ${rules.kind} has no such rule.`,
    })),
    ...(rules.comment !== undefined && CONTROL.test(rules.comment)
      ? [
          {
            field: `${field}.comment`,
            message: 'The comment must be one line of text.',
          },
        ]
      : []),
  ];
}

/** Makes a value, from the randomness of the operating system. */
export function generateValue(rules: GeneratedValue): MadeValue {
  switch (rules.kind) {
    case 'password':
      return { text: generatePassword(rules) };
    case 'hex':
      return {
        text: randomBytes(rules.length ?? DEFAULT_BYTES).toString('hex'),
      };
    case 'uuid':
      return { text: randomUUID() };
    default:
      return generateSshKey(rules.comment ?? '');
  }
}

/** @see https://www.rfc-editor.org/rfc/rfc8709 */
function generateSshKey(comment: string): MadeValue {
  const { privateKey } = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const key = parsePrivateKey(privateKey, 'pem');
  key.comment = comment;
  const publicHalf = key.toPublic();
  publicHalf.comment = comment;
  return {
    text: key.toString('ssh'),
    publicKey: publicHalf.toString('ssh').trim(),
  };
}
