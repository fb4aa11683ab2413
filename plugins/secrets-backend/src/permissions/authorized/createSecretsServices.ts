import { FindFindings, FindingsService, RepairFinding } from '../../findings';
import { RecordVerifier } from '../../record';
import {
  ActivityService,
  ChangesService,
  DeliveryService,
  LinksService,
  SecretsService,
  VersionsService,
} from '../../secrets';
import { AuthorizedActivity } from './AuthorizedActivity';
import { AuthorizedChanges } from './AuthorizedChanges';
import { AuthorizedDelivery } from './AuthorizedDelivery';
import { AuthorizedFindings } from './AuthorizedFindings';
import { AuthorizedLinks } from './AuthorizedLinks';
import { AuthorizedSecrets } from './AuthorizedSecrets';
import { AuthorizedVersions } from './AuthorizedVersions';
import { Gatekeeper, GatekeeperOptions } from './Gatekeeper';

/** All use cases behind the caller's permissions, as the routes call them. */
export interface SecretsServices {
  secrets: SecretsService;
  changes: ChangesService;
  activity: ActivityService;
  versions: VersionsService;
  delivery: DeliveryService;
  links: LinksService;
  findings: FindingsService;
}

/** Options of {@link createSecretsServices}. */
export interface SecretsServicesOptions extends GatekeeperOptions {
  verifier: RecordVerifier;
  findings: FindFindings;
  repairs: RepairFinding;
}

/** Puts one gatekeeper before all of them. */
export function createSecretsServices(
  options: SecretsServicesOptions,
): SecretsServices {
  const { context } = options;
  const gatekeeper = Gatekeeper.create(options);
  return {
    secrets: AuthorizedSecrets.create(context, gatekeeper),
    changes: AuthorizedChanges.create(context, gatekeeper),
    activity: AuthorizedActivity.create({ ...options, gatekeeper }),
    versions: AuthorizedVersions.create({ ...options, gatekeeper }),
    delivery: AuthorizedDelivery.create(context, gatekeeper),
    links: AuthorizedLinks.create(context, gatekeeper),
    findings: AuthorizedFindings.create({ ...options, gatekeeper }),
  };
}
