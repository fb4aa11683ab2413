import {
  isStoreError,
  KubernetesClient,
  RESOURCES,
} from '@strongroom/backstage-plugin-secrets-node';
import { Consumer } from '../../delivery';

/** Annotation whose change makes External Secrets read the store for an ExternalSecret at once. */
const PULL_TRIGGER = 'strongroom.dev/pull-trigger';
/** Consumers that are asked at the same time. */
const AT_ONCE = 8;

/** What became of the question to one consumer. */
export interface AskedConsumer {
  namespace: string;
  name: string;
  /** `never`: by its own policy it does not read again, whatever it is asked. */
  outcome: 'asked' | 'never' | 'denied' | 'failed';
}

/** Asks every consumer to read the store now. One that cannot be asked keeps nobody else from being asked. */
export async function askConsumers(
  kubernetes: KubernetesClient,
  consumers: Consumer[],
  signal: AbortSignal,
): Promise<AskedConsumer[]> {
  const trigger = new Date().toISOString();
  const waiting = [...consumers];
  const asked: AskedConsumer[] = [];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { namespace, name } = next;
      asked.push({
        namespace,
        name,
        outcome: readsAgain(next)
          ? await ask(kubernetes, { namespace, name }, trigger, signal)
          : 'never',
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return asked;
}

/** One that has never read does so whatever its policy says. */
function readsAgain({ refreshPolicy, refreshTime }: Consumer): boolean {
  return refreshPolicy !== 'never' || refreshTime === undefined;
}

async function ask(
  kubernetes: KubernetesClient,
  ref: { namespace: string; name: string },
  trigger: string,
  signal: AbortSignal,
): Promise<AskedConsumer['outcome']> {
  try {
    await kubernetes.mergePatch(
      RESOURCES.externalSecret,
      ref,
      { metadata: { annotations: { [PULL_TRIGGER]: trigger } } },
      { signal },
    );
    return 'asked';
  } catch (error) {
    return isStoreError(error, 'Denied') ? 'denied' : 'failed';
  }
}
