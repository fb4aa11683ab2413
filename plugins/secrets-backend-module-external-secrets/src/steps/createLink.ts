import {
  RESOURCES,
  Step,
  StoredSecretLink,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { buildPushSecret } from '../objects/buildPushSecret';
import { linkMark, linkPlace } from '../objects/linkPlace';
import { toPushEntry } from '../objects/pushEntry';
import { PushSecretEntry } from '../objects/types';
import { createOnce } from './createOnce';
import { StepTools } from './types';
import { withdrawPushSecret } from './withdrawPushSecret';

/** Makes External Secrets push a Secret that somebody else keeps, from beside it: a PushSecret selects nothing elsewhere. */
export function createLink(tools: StepTools, link: StoredSecretLink): Step {
  const { kubernetes, storeName } = tools;
  const { operationId } = link;
  const place = linkPlace(link, link.source);
  return {
    name: 'create-link',
    async run({ signal }) {
      if (!storeName) {
        throw new StoreError('Invalid', 'The plane names no secret store.');
      }
      const object = buildPushSecret(
        { ...tools, storeName },
        {
          place,
          source: link.source.name,
          entries: linkEntries(link),
          operationId,
          annotations: linkMark(link),
        },
      );
      await createOnce({
        kubernetes,
        resource: RESOURCES.pushSecret,
        object,
        operationId,
        signal,
      });
    },
    async undo({ signal }) {
      await withdrawPushSecret(tools, place, operationId, signal);
    },
  };
}

/** One entry for each key; a whole Secret is never pushed as one. */
export function linkEntries({
  keys,
  remoteKey,
}: Pick<StoredSecretLink, 'keys' | 'remoteKey'>): PushSecretEntry[] {
  return [...keys]
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ key, sourceKey }) => toPushEntry(sourceKey, remoteKey, key));
}
