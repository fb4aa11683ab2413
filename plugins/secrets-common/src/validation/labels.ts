import { FieldProblem } from '../types';
import { MAX_NAME_LENGTH } from './names';

const QUALIFIED_NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const PREFIX =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Longest name part of a label or annotation key, and longest label value. @public */
export const MAX_LABEL_LENGTH = 63;
/** Most bytes that keys and values of all annotations of an object may have together. @public */
export const MAX_ANNOTATION_BYTES = 262_144;

/**
 * Domains whose labels and annotations steer this plugin, OpenChoreo, Kubernetes, External Secrets or a GitOps tool;
 * clients may set none below them.
 * @public
 */
export const RESERVED_DOMAINS: readonly string[] = [
  'openchoreo.dev',
  'strongroom.dev',
  'kubernetes.io',
  'k8s.io',
  'external-secrets.io',
  'argoproj.io',
  'fluxcd.io',
];

/**
 * Says what is wrong with the key of a label; `undefined` when nothing is.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 * @public
 */
export function explainLabelKey(key: string): string | undefined {
  const parts = key.split('/');
  const name = parts[parts.length - 1];
  if (parts.length > 2) {
    return 'A key has at most one slash, between prefix and name.';
  }
  if (parts.length === 2) {
    const [prefix] = parts;
    if (prefix.length > MAX_NAME_LENGTH) {
      return `The prefix has ${prefix.length} characters; at most ${MAX_NAME_LENGTH} are allowed.`;
    }
    if (!PREFIX.test(prefix)) {
      return 'The part before the slash must be a domain name in lower case.';
    }
  }
  if (name.length > MAX_LABEL_LENGTH) {
    return `The name has ${name.length} characters; at most ${MAX_LABEL_LENGTH} are allowed.`;
  }
  return QUALIFIED_NAME.test(name)
    ? undefined
    : 'Use letters, digits, dashes, underscores and dots; begin and end with a letter or digit.';
}

/**
 * Says what is wrong with the value of a label; `undefined` when nothing is.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 * @public
 */
export function explainLabelValue(value: string): string | undefined {
  if (value.length > MAX_LABEL_LENGTH) {
    return `The value has ${value.length} characters; at most ${MAX_LABEL_LENGTH} are allowed.`;
  }
  return value === '' || QUALIFIED_NAME.test(value)
    ? undefined
    : 'Use letters, digits, dashes, underscores and dots; begin and end with a letter or digit.';
}

/**
 * Says what is wrong with the key of an annotation; `undefined` when nothing is. Its prefix may have capitals.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/#syntax-and-character-set
 * @public
 */
export function explainAnnotationKey(key: string): string | undefined {
  // Only ASCII: other letters must not turn into ASCII ones on the way.
  return explainLabelKey(key.replace(/[A-Z]/g, letter => letter.toLowerCase()));
}

/** Whether a label or annotation key belongs to somebody else than the client. @public */
export function isReservedKey(key: string): boolean {
  const slash = key.indexOf('/');
  const prefix = key.slice(0, Math.max(slash, 0)).toLowerCase();
  return RESERVED_DOMAINS.some(
    domain => prefix === domain || prefix.endsWith(`.${domain}`),
  );
}

/**
 * Checks labels that came from a client.
 * @param field - where they are in the request, such as `labels`
 * @public
 */
export function checkLabels(
  labels: Record<string, string>,
  field: string,
): FieldProblem[] {
  return Object.entries(labels).flatMap(([key, value]) =>
    problemsOf(`${field}.${key}`, [
      explainLabelKey(key) ?? explainReserved(key),
      explainLabelValue(value),
    ]),
  );
}

/**
 * Checks annotations that came from a client.
 * @param field - where they are in the request, such as `template.annotations`
 * @public
 */
export function checkAnnotations(
  annotations: Record<string, string>,
  field: string,
): FieldProblem[] {
  const entries = Object.entries(annotations);
  const encoder = new TextEncoder();
  const bytes = entries.reduce(
    (sum, [key, value]) =>
      sum + encoder.encode(key).length + encoder.encode(value).length,
    0,
  );
  return [
    ...entries.flatMap(([key]) =>
      problemsOf(`${field}.${key}`, [
        explainAnnotationKey(key) ?? explainReserved(key),
      ]),
    ),
    ...problemsOf(field, [
      bytes > MAX_ANNOTATION_BYTES
        ? `All annotations together may have at most ${MAX_ANNOTATION_BYTES} bytes.`
        : undefined,
    ]),
  ];
}

function explainReserved(key: string): string | undefined {
  return isReservedKey(key)
    ? `Keys below ${RESERVED_DOMAINS.join(', ')} are reserved.`
    : undefined;
}

function problemsOf(
  field: string,
  messages: Array<string | undefined>,
): FieldProblem[] {
  return messages.flatMap(message => (message ? [{ field, message }] : []));
}
