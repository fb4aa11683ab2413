import {
  FieldProblem,
  SecretDraft,
  SecretType,
  STORE_SEGMENTS,
} from '@strongroom/backstage-plugin-secrets-common';
import { ConnectedPlane } from '../../clusters/types';
import { SecretsSettings } from '../../config';

/** Segment of a path that OpenBao, Vault and every store behind External Secrets take as it is. */
const SEGMENT = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

const OWNERS = ['project', 'component'] as const;

/** The place of a secret in its store. */
export interface DerivedRemoteKey {
  path: string;
  /** Whether openchoreo-api, which recomputes paths on every update, comes to the same one. */
  isDefault: boolean;
  /** What the path needs and the draft does not have. */
  errors: FieldProblem[];
}

/** Derives the path of a new secret from the template of its driver; what was written is never derived again. */
export function remoteKeyOf(
  secret: Pick<SecretDraft, 'type' | 'project' | 'component'> & {
    namespace: string;
    name: string;
  },
  options: { plane: ConnectedPlane; settings: SecretsSettings },
): DerivedRemoteKey {
  const { driver, driverId } = options.plane;
  const template =
    options.settings.remoteKeyTemplates[driverId] ?? driver.remoteKeyTemplate;
  const fill = (text: string) =>
    text
      .replaceAll('{namespace}', secret.namespace)
      .replaceAll('{segment}', STORE_SEGMENTS[secret.type])
      .replaceAll('{project}', secret.project ?? '')
      .replaceAll('{component}', secret.component ?? '')
      .replaceAll('{name}', secret.name);
  const path = fill(template);
  return {
    path,
    isDefault: isDefaultRemoteKey({ ...secret, path }, options.plane),
    errors: OWNERS.filter(owner => template.includes(`{${owner}}`)).flatMap(
      owner => {
        const message = explainOwner(owner, secret[owner]);
        return message ? [{ field: owner, message }] : [];
      },
    ),
  };
}

/** Whether openchoreo-api comes to the same path for a secret, so that it may carry its label. */
export function isDefaultRemoteKey(
  secret: { namespace: string; name: string; type: string; path: string },
  { driver, driverId }: Pick<ConnectedPlane, 'driver' | 'driverId'>,
): boolean {
  const { namespace, name, type, path } = secret;
  const segment = Object.hasOwn(STORE_SEGMENTS, type)
    ? STORE_SEGMENTS[type as SecretType]
    : undefined;
  return (
    driverId === 'external-secrets' &&
    segment !== undefined &&
    path ===
      driver.remoteKeyTemplate
        .replaceAll('{namespace}', namespace)
        .replaceAll('{segment}', segment)
        .replaceAll('{name}', name)
  );
}

function explainOwner(
  owner: (typeof OWNERS)[number],
  value: string | undefined,
): string | undefined {
  if (!value) {
    return `Values are kept by ${owner} in this installation: name one.`;
  }
  return SEGMENT.test(value)
    ? undefined
    : `Values are kept by ${owner} in this installation: it may have lower-case letters, digits, dashes and dots, and begins and ends with a letter or digit.`;
}
