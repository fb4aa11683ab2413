import { Fingerprints } from '@strongroom/backstage-plugin-secrets-node';
import { KvClient } from '../kv/KvClient';
import { OwnershipMark } from '../store/OwnershipMark';
import { PathRules } from '../store/PathRules';

/** What every step works with. */
export interface StepTools {
  kv: KvClient;
  mark: OwnershipMark;
  paths: PathRules;
  fingerprints?: Fingerprints;
  /** Called with a path after something there was changed. */
  onChanged(path: string[]): void;
}
