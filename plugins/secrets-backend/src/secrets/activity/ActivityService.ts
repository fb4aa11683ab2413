import {
  ActivityPage,
  ListActivityQuery,
  RecordVerification,
} from '@strongroom/backstage-plugin-secrets-common';
import { Caller, SecretId } from '../types';

/** What the record tells, as the router asks for it. Every method throws a SecretsError for what a caller can mend. */
export interface ActivityService {
  listActivity(caller: Caller, query: ListActivityQuery): Promise<ActivityPage>;
  listSecretActivity(
    caller: Caller,
    id: SecretId,
    query: Omit<ListActivityQuery, 'namespace' | 'name'>,
  ): Promise<ActivityPage>;
  /** @param head - an end of the record that was kept somewhere else, `SEQ:MAC` */
  verifyRecord(
    caller: Caller,
    head: string | undefined,
  ): Promise<RecordVerification>;
}
