import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { DEFAULT_GITOPS_MARKERS } from './gitOpsMarkers';
import { ReferenceSettings } from './types';

/** What openchoreo-api writes into the `managed-by` label, and takes for its own. */
export const OPENCHOREO_API = 'openchoreo-api';
/** What we write there on what openchoreo-api must leave alone. */
export const STRONGROOM = 'strongroom';

/** The key of a label or annotation, or a domain and `/*`. */
const MARKER = /^[^\s*/]+(\/([^\s*/]+|\*))?$/;

/**
 * Reads `secrets.names.managedBy` and `secrets.names.gitOps`.
 * @throws InputError when a marker is no key and no prefix, and could make every reference one of Git
 */
export function readReferenceSettings(config: Config): ReferenceSettings {
  const names = config.getOptionalConfig('secrets.names');
  const gitOps = names?.getOptionalStringArray('gitOps') ?? [
    ...DEFAULT_GITOPS_MARKERS,
  ];
  if (!gitOps.every(marker => MARKER.test(marker))) {
    throw new InputError(
      'secrets.names.gitOps: a marker is the key of a label or annotation, or a prefix such as kustomize.toolkit.fluxcd.io/*',
    );
  }
  return {
    managedBy: names?.getOptionalString('managedBy') ?? OPENCHOREO_API,
    gitOps,
  };
}
