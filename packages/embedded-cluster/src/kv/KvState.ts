import { StateFile } from '../storage';
import { KvTable } from './KvTable';
import { KvEntry, KvMount, KvToken } from './types';

/**
 * Everything the store keeps. Rows are replaced, never changed in place, so that
 * a failed write leaves memory and file alike.
 *
 * @internal
 */
export class KvState {
  readonly mounts: KvTable<KvMount>;
  /** By mount and path, see {@link KvState.entryKey}. */
  readonly entries: KvTable<KvEntry>;
  readonly policies: KvTable<string>;
  readonly tokens: KvTable<KvToken>;
  readonly settings: KvTable<string>;

  private constructor(stateFile: StateFile | undefined) {
    this.mounts = new KvTable('kv/mounts', stateFile);
    this.entries = new KvTable('kv/entries', stateFile);
    this.policies = new KvTable('kv/policies', stateFile);
    this.tokens = new KvTable('kv/tokens', stateFile);
    this.settings = new KvTable('kv/settings', stateFile);
  }

  static create(stateFile?: StateFile): KvState {
    return new KvState(stateFile);
  }

  static entryKey(mount: KvMount, path: string): string {
    return `${mount.path}\n${path}`;
  }
}
