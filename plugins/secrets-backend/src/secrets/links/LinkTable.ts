import { PlaneKind } from '@strongroom/backstage-plugin-secrets-common';
import { SecretsRecord } from '../../record';
import { Link, LinkTarget, SecretTarget } from './types';

interface LinkRow {
  uid: string;
  namespace: string;
  name: string;
  kind: string;
  plane_kind: string;
  plane_name: string;
  paths: string;
  /** SQLite has numbers for it. */
  foreign: boolean | number;
  source: string | null;
  created_by: string;
  created_at: number | string;
}

type StoredSource = Pick<SecretTarget, 'source' | 'type' | 'keys'>;

/**
 * What was linked, and what was permitted then. It lies in our database because a reference can be forged or edited by
 * whoever may write references: nothing that a reference says of itself makes it a link.
 */
export class LinkTable {
  readonly #record: SecretsRecord;

  private constructor(record: SecretsRecord) {
    this.#record = record;
  }

  /** @param record - knows the database, and how to say that it is away */
  static create(record: SecretsRecord): LinkTable {
    return new LinkTable(record);
  }

  /** The link of a reference; `undefined` when it is none. @throws SecretsError `RecordUnavailable` */
  async get(uid: string): Promise<Link | undefined> {
    const row = await this.#record.query(knex =>
      knex<LinkRow>('links').where({ uid }).first(),
    );
    return row && toLink(row);
  }

  /** All links, of one namespace or of every one. @throws SecretsError `RecordUnavailable` */
  async list(namespace?: string): Promise<Link[]> {
    const rows = await this.#record.query(knex => {
      const all = knex<LinkRow>('links').orderBy(['namespace', 'name']);
      return namespace === undefined ? all : all.where({ namespace });
    });
    return rows.map(toLink);
  }

  /** Keeps a link, or what is new about it. @throws SecretsError `RecordUnavailable` */
  async put(link: Link): Promise<void> {
    const row = toRow(link);
    await this.#record.query(knex =>
      knex<LinkRow>('links').insert(row).onConflict('uid').merge(),
    );
  }

  /** Forgets a link; one that is not there is no error. @throws SecretsError `RecordUnavailable` */
  async remove(uid: string): Promise<void> {
    await this.#record.query(knex =>
      knex<LinkRow>('links').where({ uid }).delete(),
    );
  }
}

function toRow({ target, ...link }: Link): LinkRow {
  const isPath = target.kind === 'path';
  return {
    uid: link.uid,
    namespace: link.namespace,
    name: link.name,
    kind: target.kind,
    plane_kind: link.targetPlane.kind,
    plane_name: link.targetPlane.name,
    paths: JSON.stringify(isPath ? target.paths : [target.remoteKey]),
    foreign: isPath && target.foreign,
    source: isPath ? null : JSON.stringify(sourceOf(target)),
    created_by: link.createdBy,
    created_at: link.createdAt.getTime(),
  };
}

function sourceOf({ source, type, keys }: SecretTarget): StoredSource {
  return { source, type, keys };
}

function toLink(row: LinkRow): Link {
  return {
    uid: row.uid,
    namespace: row.namespace,
    name: row.name,
    targetPlane: { kind: row.plane_kind as PlaneKind, name: row.plane_name },
    target: toTarget(row),
    createdBy: row.created_by,
    createdAt: new Date(Number(row.created_at)),
  };
}

function toTarget(row: LinkRow): LinkTarget {
  const paths: string[] = JSON.parse(row.paths);
  if (row.source === null) {
    return { kind: 'path', paths, foreign: Boolean(row.foreign) };
  }
  const source: StoredSource = JSON.parse(row.source);
  return { kind: 'secret', remoteKey: paths[0], ...source };
}
