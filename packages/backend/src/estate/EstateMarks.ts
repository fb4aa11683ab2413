import { ResourceStore } from '@strongroom/embedded-cluster';
import { RESOURCES } from './resources';
import { ensure } from './write/ensure';

const KEY = { namespace: 'kube-system', name: 'demo-estate' };
const MANAGER = 'demo-estate';

/** What is known about earlier starts on the same state. */
export interface EstateMarks {
  /** Address of the KV store when the foundations were laid; absent: they were not. */
  kvAddress?: string;
  /** Whether the whole estate was made. */
  estate?: 'made';
}

/** Kept among the objects of the cluster and written after them, so that it is never there without them. */
export function readMarks(store: ResourceStore): EstateMarks {
  return store.find(RESOURCES.ConfigMap, KEY)?.data ?? {};
}

/** Adds marks to those that are there. */
export function writeMarks(store: ResourceStore, marks: EstateMarks): void {
  ensure(store, 'ConfigMap', { metadata: KEY, data: {} }, MANAGER);
  store.mergePatch(
    RESOURCES.ConfigMap,
    KEY,
    { data: marks },
    { fieldManager: MANAGER },
  );
}
