import { createHash } from 'node:crypto';
import { KubernetesObject, OwnerReference } from '../storage';
import { renderTemplate, SecretTemplate } from './renderTemplate';
import { dataHash, ownerHash } from './syncedResourceVersion';
import { SecretBytes } from './types';
import { VaultError } from './vault/VaultError';

/** Marks of a Secret that an ExternalSecret has made. @internal */
export const managedLabel = 'reconcile.external-secrets.io/managed';
/** @internal */
export const ownerLabel = 'reconcile.external-secrets.io/created-by';
const dataHashAnnotation = 'reconcile.external-secrets.io/data-hash';

/** Why a target cannot be written; no retry changes it. @internal */
export class TargetRefusedError extends VaultError {
  readonly name = 'TargetRefusedError';
  /** The message of the condition. */
  readonly conditionMessage: string;

  constructor(conditionMessage: string, message: string) {
    super(message);
    this.conditionMessage = conditionMessage;
  }
}

/** The name of the Secret that an ExternalSecret writes. @internal */
export function targetName({ metadata, spec }: KubernetesObject): string {
  return spec.target?.name || metadata.name || '';
}

/** As whom it writes the Secret. @internal */
export function targetFieldManager({ metadata }: KubernetesObject): string {
  const manager = `externalsecrets.external-secrets.io/${metadata.name}`;
  return manager.length <= 63
    ? manager
    : `externalsecrets.external-secrets.io/sha3/${createHash('sha3-224')
        .update(metadata.name ?? '')
        .digest('hex')}`;
}

/** Whether a Secret still is what the last sync made of it. @internal */
export function isTargetValid(
  secret: KubernetesObject | undefined,
  external: KubernetesObject,
): boolean {
  if (external.spec.target?.creationPolicy === 'Orphan') {
    return true;
  }
  const { labels, annotations } = secret?.metadata ?? {};
  return (
    secret !== undefined &&
    labels?.[managedLabel] === 'true' &&
    annotations?.[dataHashAnnotation] === dataHash(bytesOf(secret))
  );
}

/**
 * The target Secret as it shall be.
 *
 * @param existing - as it is, `undefined` when it is to be made
 * @throws TargetRefusedError when it belongs to someone else
 * @internal
 */
export function buildTarget(
  external: KubernetesObject,
  existing: KubernetesObject | undefined,
  values: SecretBytes,
): KubernetesObject {
  const { target = {} } = external.spec;
  const template: SecretTemplate | undefined = target.template;
  const policy: string = target.creationPolicy ?? 'Owner';
  const base = existing ?? {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: targetName(external),
      namespace: external.metadata.namespace,
    },
  };
  const isFixed = existing !== undefined && target.immutable === true;
  const data = isFixed
    ? bytesOf(base)
    : new Map([
        ...(policy === 'Merge' ? foreignData(base, external) : []),
        ...renderOrExplain(template, values),
      ]);
  const wanted = template?.metadata ?? (template ? {} : external.metadata);
  return {
    ...base,
    metadata: {
      ...base.metadata,
      ownerReferences: ownersOf(external, base, policy),
      labels: {
        ...withoutKey(base.metadata.labels, ownerLabel),
        ...wanted.labels,
        ...(policy === 'Owner'
          ? {
              [ownerLabel]: ownerHash(
                external.metadata.namespace ?? '',
                external.metadata.name ?? '',
              ),
            }
          : {}),
        [managedLabel]: 'true',
      },
      annotations: {
        ...base.metadata.annotations,
        ...wanted.annotations,
        [dataHashAnnotation]: dataHash(data),
      },
    },
    ...(template?.type ? { type: template.type } : {}),
    ...(target.immutable ? { immutable: true } : {}),
    data: Object.fromEntries(
      [...data].map(([key, value]) => [key, value.toString('base64')]),
    ),
  };
}

function renderOrExplain(
  template: SecretTemplate | undefined,
  values: SecretBytes,
): SecretBytes {
  try {
    return renderTemplate(template, values);
  } catch (error) {
    throw error instanceof VaultError
      ? new VaultError(`could not apply template: ${error.message}`)
      : error;
  }
}

function ownersOf(
  external: KubernetesObject,
  base: KubernetesObject,
  policy: string,
): OwnerReference[] {
  const owners = base.metadata.ownerReferences ?? [];
  const controller = owners.find(owner => owner.controller);
  const isExternal = controller?.kind === 'ExternalSecret';
  const isSelf = isExternal && controller.name === external.metadata.name;
  if (isExternal && !isSelf) {
    throw new TargetRefusedError(
      'target is owned by another ExternalSecret',
      `secret is owned by another ExternalSecret: ${controller.name}`,
    );
  }
  const others = owners.filter(owner => !isSelf || owner !== controller);
  if (policy !== 'Owner') {
    return others;
  }
  const { namespace, name = '', uid = '' } = external.metadata;
  if (controller && !isSelf) {
    throw new TargetRefusedError(
      'failed to take ownership of target secret',
      `could not set controller reference on secret: Object ${namespace}/${base.metadata.name} is already owned by another ${controller.kind} controller ${controller.name}`,
    );
  }
  return [
    ...others,
    {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      name,
      uid,
      controller: true,
      blockOwnerDeletion: true,
    },
  ];
}

/** What others have put into a Secret that is merged into. */
function foreignData(
  secret: KubernetesObject,
  external: KubernetesObject,
): SecretBytes {
  const manager = targetFieldManager(external);
  const ours = new Set(
    (secret.metadata.managedFields ?? [])
      .filter(entry => entry.manager === manager)
      .flatMap(entry => Object.keys(entry.fieldsV1['f:data'] ?? {}))
      .map(field => field.replace(/^f:/, '')),
  );
  return new Map([...bytesOf(secret)].filter(([key]) => !ours.has(key)));
}

function bytesOf({ data }: KubernetesObject): SecretBytes {
  return new Map(
    Object.entries<string>(data ?? {}).map(([key, value]) => [
      key,
      Buffer.from(value, 'base64'),
    ]),
  );
}

function withoutKey(
  map: Record<string, string> | undefined,
  key: string,
): Record<string, string> {
  const { [key]: _removed, ...others } = map ?? {};
  return others;
}
