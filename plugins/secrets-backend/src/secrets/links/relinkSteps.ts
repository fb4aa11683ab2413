import {
  LinkedKey,
  SecretStore,
  Step,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { Operation } from '../../operations';
import { ReferenceClient, SecretReference } from '../../references';
import { chooseKeys } from './chooseKeys';
import { placeOf } from './describeStored';
import { Link, SecretTarget } from './types';

/**
 * Steps by which a sync makes a linked Secret's keys those that its source has now, and pushes them. Forward only; without
 * the source nothing is done, because a push then takes the value out of the store.
 *
 * @returns no steps for a path, which nothing is pushed to
 */
export function relinkSteps(
  operation: Pick<Operation, 'id'>,
  link: Link,
  options: { references: ReferenceClient; store: SecretStore },
): Step[] {
  const { target, namespace, name, uid } = link;
  const { references, store } = options;
  if (target.kind === 'path') {
    return [];
  }
  const place = placeOf(link, target);
  let keys: LinkedKey[] | undefined;

  const pushLink: Step = {
    name: 'push-link',
    async run(context) {
      const links = requireStoreLinks(store);
      keys = await keysNow(store, link, target);
      const pushed = { ...place, keys, operationId: operation.id };
      for (const step of links.relink(pushed)) {
        await step.run(context);
      }
    },
  };

  const followKeys: Step = {
    name: 'follow-keys',
    async run({ signal }) {
      const wanted = keys ?? (await keysNow(store, link, target));
      await references.update(
        namespace,
        name,
        present =>
          present.metadata.uid === uid
            ? entriesFor(present, wanted, target)
            : undefined,
        { signal },
      );
    },
  };

  return [pushLink, followKeys];
}

function requireStoreLinks(store: SecretStore) {
  if (!store.links) {
    throw new StoreError(
      'Unsupported',
      'The driver of the plane links no Kubernetes Secrets.',
    );
  }
  return store.links;
}

async function keysNow(
  store: SecretStore,
  link: Link,
  target: SecretTarget,
): Promise<LinkedKey[]> {
  const sight = await requireStoreLinks(store).look(placeOf(link, target));
  if (sight.source !== 'present') {
    throw new StoreError(
      'NotFound',
      'The Secret of the plane that is linked is gone.',
    );
  }
  const { keys, errors } = chooseKeys(target.type, target.keys, sight.keys);
  if (errors.length > 0) {
    throw new StoreError(
      'NotFound',
      'The Secret of the plane that is linked lacks keys that the link needs.',
    );
  }
  return keys;
}

/** A patch of the reference's entries; `undefined` when they are as they should be. */
function entriesFor(
  { spec }: SecretReference,
  keys: LinkedKey[],
  { remoteKey }: SecretTarget,
) {
  const present = (spec?.data ?? []).map(({ secretKey }) => secretKey).sort();
  const wanted = keys.map(({ key }) => key).sort();
  return JSON.stringify(present) === JSON.stringify(wanted)
    ? undefined
    : {
        spec: {
          data: wanted.map(key => ({
            secretKey: key,
            remoteRef: { key: remoteKey, property: key },
          })),
        },
      };
}
