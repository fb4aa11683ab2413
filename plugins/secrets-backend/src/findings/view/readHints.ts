import {
  PLANE_KINDS,
  PlaneRef,
  SECRET_TYPES,
  SecretType,
} from '@strongroom/backstage-plugin-secrets-common';
import { PlaneDirectory } from '../../clusters/types';
import { SecretsSettings } from '../../config';
import { Operation } from '../../operations';
import { SecretsRecord } from '../../record';
import { remoteKeyOf } from '../../secrets/draft/remoteKeyOf';
import { RecordedIntent } from '../../secrets/operations/intents';
import { LookRequest } from '../types';
import { lookKey } from './lookKey';

/** Most names of the record that are looked at, the newest first. */
const MOST_NAMES = 200;
/** Newest rows of the record that names are taken from. */
const ROWS = 20_000;
/** The driver whose secrets may stand in a plane without anything that is watched. */
const PUSHING_DRIVER = 'external-secrets';

interface NamedRow {
  namespace: string;
  name: string;
  plane: string;
  attributes: string | null;
}

/**
 * Names whose objects may stand in a plane although no watch tells them: of operations that ended, and of secrets that the
 * record knows. Secrets are never listed, so what nobody ever named here is not found.
 */
export async function readHints(options: {
  record: SecretsRecord;
  closed: Operation[];
  planes: PlaneDirectory;
  settings: SecretsSettings;
}): Promise<LookRequest[]> {
  const { record, closed, planes, settings } = options;
  const hints = new Map<string, LookRequest>();
  const add = (
    namespace: string,
    name: string,
    ref: PlaneRef,
    type: string | undefined,
  ) => {
    const plane = planes.find(namespace, ref);
    if (plane?.driverId === PUSHING_DRIVER && plane.store) {
      const { path } = remoteKeyOf(
        { namespace, name, type: typeOf(type) },
        { plane, settings },
      );
      const hint = { namespace, name, plane: ref, remoteKey: path };
      hints.set(lookKey(hint), hint);
    }
  };
  for (const { intent } of closed as Array<Operation<RecordedIntent>>) {
    const { namespace, name, targetPlane, type } = intent.recorded;
    if (targetPlane) {
      add(namespace, name, targetPlane, type);
    }
  }
  for (const row of await namesOf(record)) {
    const plane = planeOf(row.plane);
    if (plane) {
      const attributes = row.attributes ? JSON.parse(row.attributes) : {};
      add(row.namespace, row.name, plane, attributes.type);
    }
  }
  return [...hints.values()];
}

async function namesOf(record: SecretsRecord): Promise<NamedRow[]> {
  const { head } = await record.heads();
  return record.query(knex =>
    knex('record')
      .select('namespace', 'name', 'plane')
      .max({ attributes: 'attributes', seq: 'seq' })
      .where('seq', '>', head.seq - ROWS)
      .whereNotNull('name')
      .whereNotNull('plane')
      .whereIn('outcome', ['success', 'failure'])
      .groupBy('namespace', 'name', 'plane')
      .orderBy('seq', 'desc')
      .limit(MOST_NAMES),
  ) as Promise<NamedRow[]>;
}

function planeOf(text: string): PlaneRef | undefined {
  const [kind, name] = text.split('/');
  const known = PLANE_KINDS.find(each => each === kind);
  return known && name ? { kind: known, name } : undefined;
}

function typeOf(text: string | undefined): SecretType {
  return SECRET_TYPES.find(type => type === text) ?? 'Opaque';
}
