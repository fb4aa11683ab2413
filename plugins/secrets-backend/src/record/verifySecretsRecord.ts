import { DatabaseService } from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { NotFoundError } from '@backstage/errors';
import { readSecretsSettings } from '../config';
import { RecordKeys } from './RecordKeys';
import { RecordHead } from './types';
import { RecordVerification, verifyRecord } from './verifyRecord';

/**
 * Verifies the record of a portal from outside of it, while it runs or not; nothing is written.
 *
 * @param options.config - the portal's configuration, of which `secrets.keys.record` is needed
 * @param options.database - the database of the plugin `secrets`
 * @param options.head - a head that was published elsewhere; without it a cut tail cannot be seen
 * @throws NotFoundError when the database holds no record
 * @throws InputError when the configuration has no keys
 * @public
 */
export async function verifySecretsRecord(options: {
  config: Config;
  database: DatabaseService;
  head?: RecordHead;
}): Promise<RecordVerification> {
  const { recordKeys } = readSecretsSettings(options.config);
  const knex = await options.database.getClient();
  if (!(await knex.schema.hasTable('record_head'))) {
    throw new NotFoundError('The database holds no record');
  }
  return verifyRecord({
    knex,
    keys: RecordKeys.create(recordKeys),
    head: options.head,
  });
}
