import {
  LinkedKey,
  SecretLinks,
  SecretStore,
  Step,
  StoreError,
  StorePush,
} from '@strongroom/backstage-plugin-secrets-node';
import { Operation } from '../../operations';
import { ReferenceClient, SecretReference } from '../../references';
import { chooseKeys } from './chooseKeys';
import { placeOf } from './describeStored';
import { Link, SecretTarget } from './types';

/**
 * By which a sync makes a linked Secret's keys those that its source has now, and pushes them. Forward only; without the
 * source nothing is done, because a push then takes the value out of the store.
 *
 * @param link - uid of the reference, and what it is a link to; a path has no steps, because nothing is pushed there
 */
export function relink(
  operation: Pick<Operation, 'id' | 'namespace' | 'name'>,
  { uid, target }: Pick<Link, 'uid' | 'target'>,
  options: { references: ReferenceClient; store: SecretStore },
): StorePush {
  const { id: operationId, namespace, name } = operation;
  const { references, store } = options;
  if (target.kind === 'path') {
    return { steps: [], committed: async () => true };
  }
  const place = placeOf({ namespace, name }, target);
  let keys: LinkedKey[] | undefined;

  const pushLink: Step = {
    name: 'push-link',
    async run(context) {
      const links = requireStoreLinks(store);
      keys = await keysNow(links, place, target);
      for (const step of links.relink({ ...place, keys, operationId })) {
        await step.run(context);
      }
    },
  };

  const followKeys: Step = {
    name: 'follow-keys',
    async run({ signal }) {
      const wanted =
        keys ?? (await keysNow(requireStoreLinks(store), place, target));
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

  return {
    steps: [pushLink, followKeys],
    committed: signal =>
      requireStoreLinks(store).isCarriedBy({ ...place, operationId }, signal),
  };
}

function requireStoreLinks(store: SecretStore): SecretLinks {
  if (!store.links) {
    throw new StoreError(
      'Unsupported',
      'The driver of the plane links no Kubernetes Secrets.',
    );
  }
  return store.links;
}

async function keysNow(
  links: SecretLinks,
  place: ReturnType<typeof placeOf>,
  target: SecretTarget,
): Promise<LinkedKey[]> {
  const sight = await links.look(place);
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
