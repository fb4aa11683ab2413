import { useCallback, useState } from 'react';
import { storageApiRef, useApi } from '@backstage/core-plugin-api';
import { Namespace } from '@strongroom/backstage-plugin-secrets-common';

const BUCKET = 'secrets';
const KEY = 'namespace';
const ALL = '*';

/**
 * The namespace to begin with: the last one chosen, the only one there is, or all (undefined).
 * Only its name is stored.
 * @internal
 */
export function useRememberedNamespace(
  namespaces: Namespace[],
): [string | undefined, (namespace: string | undefined) => void] {
  const bucket = useApi(storageApiRef).forBucket(BUCKET);
  const [last, setLast] = useState(() => bucket.snapshot<string>(KEY).value);
  const remember = useCallback(
    (namespace: string | undefined) => {
      const stored = namespace ?? ALL;
      setLast(stored);
      bucket.set(KEY, stored);
    },
    [bucket],
  );
  const known = namespaces.find(({ name }) => name === last)?.name;
  const only = namespaces.length === 1 ? namespaces[0].name : undefined;
  return [known ?? only, remember];
}
