import { RecordedAction } from '@strongroom/backstage-plugin-secrets-common';
import { RecordRow, SecretsRecord } from '../../record';
import { SecretId } from '../types';

/** Most rows of one secret that are looked through; a store keeps far fewer versions. */
const MOST_ROWS = 500;

/** What can write a version. */
const WRITES: RecordedAction[] = [
  'secret-create',
  'secret-update',
  'secret-restore',
];

/** Who wrote a version through this portal, and how. */
export type VersionWriter = Pick<RecordRow, 'actor'> & {
  action: RecordedAction;
};

/** Knows from the record who wrote which version. */
export class VersionWriters {
  readonly #record: SecretsRecord;

  private constructor(record: SecretsRecord) {
    this.#record = record;
  }

  static create(record: SecretsRecord): VersionWriters {
    return new VersionWriters(record);
  }

  /**
   * Writers by what the driver called the version when they had written it; versions from elsewhere have none.
   *
   * @throws SecretsError `RecordUnavailable`
   */
  async of({ namespace, name }: SecretId): Promise<Map<string, VersionWriter>> {
    const rows: RecordRow[] = await this.#record.query(knex =>
      knex('record')
        .where({ namespace, name, outcome: 'success' })
        .whereIn('action', WRITES)
        .orderBy('seq', 'desc')
        .limit(MOST_ROWS),
    );
    const writers = new Map<string, VersionWriter>();
    for (const { attributes, actor, action } of rows) {
      const { version } = JSON.parse(attributes ?? '{}');
      if (typeof version === 'string') {
        // whoever brings a deleted version back comes later than its writer
        writers.set(version, { actor, action: action as RecordedAction });
      }
    }
    return writers;
  }
}
