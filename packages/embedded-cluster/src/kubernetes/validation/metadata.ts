import { StatusCause } from '../../storage/StatusError';
import { KubernetesObject } from '../../storage/types';
import { equalJson } from '../../storage/jsonValue';
import { forbiddenField, invalidValue, required, tooLong } from './causes';
import {
  dnsLabelProblems,
  labelValueProblems,
  qualifiedNameProblems,
  subdomainProblems,
} from './names';

const annotationsLimit = 256 * 1024;

/** The rules that hold for the metadata of every kind. @internal */
export function validateMetadata(
  object: KubernetesObject,
  nameRule: 'label' | 'subdomain' | 'path',
): StatusCause[] {
  const { name = '', labels, annotations, ownerReferences } = object.metadata;
  const causes: StatusCause[] = [];
  if (!name) {
    causes.push(required('metadata.name', 'name or generateName is required'));
  } else {
    for (const problem of nameProblems(name, nameRule)) {
      causes.push(invalidValue('metadata.name', name, problem));
    }
  }
  for (const [key, value] of Object.entries(labels ?? {})) {
    for (const problem of qualifiedNameProblems(key)) {
      causes.push(invalidValue('metadata.labels', key, problem));
    }
    for (const problem of labelValueProblems(value)) {
      causes.push(invalidValue('metadata.labels', value, problem));
    }
  }
  let size = 0;
  for (const [key, value] of Object.entries(annotations ?? {})) {
    for (const problem of qualifiedNameProblems(key.toLowerCase())) {
      causes.push(invalidValue('metadata.annotations', key, problem));
    }
    size += Buffer.byteLength(key) + Buffer.byteLength(value);
  }
  if (size > annotationsLimit) {
    causes.push(tooLong('metadata.annotations', annotationsLimit));
  }
  for (const finalizer of object.metadata.finalizers ?? []) {
    for (const problem of qualifiedNameProblems(finalizer)) {
      causes.push(invalidValue('metadata.finalizers', finalizer, problem));
    }
  }
  for (const [at, owner] of (ownerReferences ?? []).entries()) {
    for (const field of ['apiVersion', 'kind', 'name', 'uid'] as const) {
      if (!owner[field]) {
        causes.push(
          invalidValue(
            `metadata.ownerReferences[${at}].${field}`,
            owner[field] ?? '',
            `${field === 'apiVersion' ? 'version' : field} must not be empty`,
          ),
        );
      }
    }
  }
  return causes;
}

/** What must not change from one version of an object to the next. @internal */
export function validateMetadataUpdate(
  object: KubernetesObject,
  before: KubernetesObject,
): StatusCause[] {
  const causes: StatusCause[] = [];
  for (const field of ['name', 'namespace', 'creationTimestamp'] as const) {
    if (!equalJson(object.metadata[field], before.metadata[field])) {
      causes.push(
        invalidValue(
          `metadata.${field}`,
          object.metadata[field] ?? '',
          'field is immutable',
        ),
      );
    }
  }
  const added = (object.metadata.finalizers ?? []).filter(
    finalizer => !before.metadata.finalizers?.includes(finalizer),
  );
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

function nameProblems(
  name: string,
  rule: 'label' | 'subdomain' | 'path',
): string[] {
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
