import {
  Adoption,
  LinkDraft,
  SecretDetails,
} from '@strongroom/backstage-plugin-secrets-common';
import { Caller, SecretId } from '../types';

/** What others made or keep, as the router asks for it. Every method throws a SecretsError for what a caller can mend. */
export interface LinksService {
  linkSecret(
    caller: Caller,
    namespace: string,
    draft: LinkDraft,
    options: { idempotencyKey?: string },
  ): Promise<SecretDetails>;
  adoptSecret(
    caller: Caller,
    id: SecretId,
    options: { etag?: string; idempotencyKey?: string; dryRun?: boolean },
  ): Promise<Adoption>;
}
