import { SecretsApiError } from '@strongroom/backstage-plugin-secrets-common';

/** The form's path of the field that a refusal speaks of by its code alone; undefined when there is none. @internal */
export function fieldOfCode(code: SecretsApiError['code']): string | undefined {
  switch (code) {
    case 'SecretAlreadyExists':
    case 'NotOwned':
      return 'name';
    case 'NamespaceNotFound':
      return 'namespace';
    case 'PlaneNotFound':
    case 'PlaneHasNoStore':
    case 'PlaneUnreachable':
    case 'StoreNotReady':
      return 'plane';
    default:
      return undefined;
  }
}
