import {
  isStoreError,
  KubernetesClient,
  RESOURCES,
  Step,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { StepTools } from './types';

const known = new WeakMap<KubernetesClient, Set<string>>();

/**
 * Makes the plane's namespace when it is absent. What was seen once is remembered for the cluster, so that only the
 * first secret of a tenant pays for the look. Never undone: other secrets may have moved in.
 */
export function ensureNamespace(
  { account }: Pick<StepTools, 'account'>,
  name: string,
): Step {
  return {
    name: 'ensure-namespace',
    async run({ signal }) {
      const seen = seenOn(account);
      if (seen.has(name)) {
        return;
      }
      const present = await account.getMetadata(
        RESOURCES.namespace,
        { name },
        { signal },
      );
      if (present?.metadata.deletionTimestamp) {
        throw new StoreError(
          'Conflict',
          "The plane's namespace for these secrets is being deleted.",
        );
      }
      if (!present) {
        await createNamespace(account, name, signal);
      }
      seen.add(name);
    },
  };
}

/** Looks again next time: the namespace turned out to be gone. */
export function forgetNamespace(kubernetes: KubernetesClient, name: string) {
  known.get(kubernetes)?.delete(name);
}

async function createNamespace(
  kubernetes: KubernetesClient,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    await kubernetes.create(
      RESOURCES.namespace,
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
      { signal },
    );
  } catch (error) {
    if (!isStoreError(error, 'AlreadyExists')) {
      throw error;
    }
  }
}

function seenOn(kubernetes: KubernetesClient): Set<string> {
  let seen = known.get(kubernetes);
  if (!seen) {
    seen = new Set();
    known.set(kubernetes, seen);
  }
  return seen;
}
