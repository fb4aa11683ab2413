import { StatusCause } from '../../storage/StatusError';
import { KubernetesObject, ObjectMeta } from '../../storage/types';
import { ResourceType } from '../resources/ResourceType';
import { forbiddenField, invalidValue, required, tooLong } from './causes';
import {
  dnsLabelProblems,
  labelValueProblems,
  qualifiedNameProblems,
  subdomainProblems,
} from './names';
import { ownerCauses } from './ownerReferences';

const annotationsLimit = 256 * 1024;

/** Finalizers that may be named without a domain. */
const standardFinalizers = ['orphan', 'foregroundDeletion', 'kubernetes'];

/** What a client cannot change, though it may leave it out. */
const immutableFields = [
  'uid',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
] as const;

/** The rules that hold for the metadata of every kind. @internal */
export function validateMetadata(
  { metadata }: KubernetesObject,
  type: ResourceType,
): StatusCause[] {
  const { name = '', generateName, finalizers = [] } = metadata;
  const causes: StatusCause[] = [];
  if (generateName) {
    // Only what comes before the generated letters: a dash at the end is none there.
    const base = generateName.replace(/-$/, 'a');
    causes.push(
      ...nameProblems(base, type.nameRule).map(problem =>
        invalidValue('metadata.generateName', generateName, problem),
      ),
    );
  }
  if (!name) {
    causes.push(required('metadata.name', 'name or generateName is required'));
  } else {
    for (const problem of nameProblems(name, type.nameRule)) {
      causes.push(invalidValue('metadata.name', name, problem));
    }
  }
  causes.push(...attachedCauses(metadata));
  for (const finalizer of finalizers) {
    for (const problem of qualifiedNameProblems(finalizer)) {
      causes.push(invalidValue('metadata.finalizers', finalizer, problem));
    }
  }
  return type.qualifiedFinalizers
    ? [...causes, ...finalizerCauses(finalizers)]
    : causes;
}

/** What a client wants to change although it cannot. @param given - the metadata as the client sent it @internal */
export function immutableCauses(
  given: ObjectMeta,
  before: ObjectMeta,
): StatusCause[] {
  return immutableFields
    .filter(
      field => given[field] !== undefined && given[field] !== before[field],
    )
    .map(field =>
      invalidValue(`metadata.${field}`, given[field], 'field is immutable'),
    );
}

/** What is checked of the metadata of an object that changes, besides its own rules. @internal */
export function validateMetadataUpdate(
  object: KubernetesObject,
  before: KubernetesObject,
): StatusCause[] {
  const added = (object.metadata.finalizers ?? []).filter(
    finalizer => !before.metadata.finalizers?.includes(finalizer),
  );
  const causes = attachedCauses(object.metadata);
  if (before.metadata.deletionTimestamp && added.length) {
    causes.push(
      forbiddenField(
        'metadata.finalizers',
        `no new finalizers can be added if the object is being deleted, found new finalizers []string{${added
          .map(name => JSON.stringify(name))
          .join(', ')}}`,
      ),
    );
  }
  return causes;
}

/** What is wrong with labels, annotations and owners. */
function attachedCauses(metadata: ObjectMeta): StatusCause[] {
  const { labels = {}, annotations = {}, ownerReferences = [] } = metadata;
  const causes: StatusCause[] = [];
  for (const [key, value] of Object.entries(labels)) {
    for (const problem of qualifiedNameProblems(key)) {
      causes.push(invalidValue('metadata.labels', key, problem));
    }
    for (const problem of labelValueProblems(value)) {
      causes.push(invalidValue('metadata.labels', value, problem));
    }
  }
  let size = 0;
  for (const [key, value] of Object.entries(annotations)) {
    for (const problem of qualifiedNameProblems(key.toLowerCase())) {
      causes.push(invalidValue('metadata.annotations', key, problem));
    }
    size += Buffer.byteLength(key) + Buffer.byteLength(value);
  }
  if (size > annotationsLimit) {
    causes.push(tooLong('metadata.annotations', annotationsLimit));
  }
  return [...causes, ...ownerCauses(ownerReferences)];
}

function finalizerCauses(finalizers: string[]): StatusCause[] {
  return [...finalizers.entries()]
    .filter(
      ([, name]) => !name.includes('/') && !standardFinalizers.includes(name),
    )
    .map(([at, name]) =>
      invalidValue(
        `metadata.finalizers[${at}]`,
        name,
        'name is neither a standard finalizer name nor is it fully qualified',
      ),
    );
}

function nameProblems(name: string, rule: ResourceType['nameRule']): string[] {
  if (rule === 'label') {
    return dnsLabelProblems(name);
  }
  return rule === 'subdomain' ? subdomainProblems(name) : pathProblems(name);
}

function pathProblems(name: string): string[] {
  if (name === '.' || name === '..') {
    return [`may not be '${name}'`];
  }
  return ['/', '%']
    .filter(part => name.includes(part))
    .map(part => `may not contain '${part}'`);
}
