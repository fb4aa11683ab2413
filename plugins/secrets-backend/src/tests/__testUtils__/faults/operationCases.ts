import { FindingKind } from '@strongroom/backstage-plugin-secrets-common';
import { TestWorld } from '@strongroom/real-cluster';
import { Answer, ContractClient } from '../ContractClient';
import {
  draftOf,
  linkOf,
  PLANE,
  PUSH_SECRETS,
  referenceOf,
  REFERENCES,
} from '../estate';
import { eventually } from '../eventually';
import { layPlaneSecret, PLANE_NAMESPACE } from '../layPlaneSecret';
import { VAULTED } from '../openBaoPlane';
import { path } from '../startDeveloper';
import { PAYMENTS } from '../tenants';
import { observeSecret } from './observeSecret';

/** In every value: nothing that is written down may hold it. */
export const CANARY = `canary-${Math.random().toString(36).slice(2)}-value`;

export const ON_PLANES = 'external-secrets';
const ON_STORES = 'openbao';
const PATIENCE_MS = 120_000;
/** Between two looks at everything: many cells look at the same time. */
export const PAUSE_MS = 250;
const AGAIN_MS = 1_000;
const IN_PLANE = `openchoreo-kv-${PAYMENTS}`;
const BEFORE = { token: `${CANARY}-1`, other: 'x' };
const AFTER = { token: `${CANARY}-2`, added: 'y' };

/** A portal that can be asked and looked at; another one after a restart. */
export interface FaultBed {
  world: TestWorld;
  as(user: string): ContractClient;
}

/** An operation that is tried at every call that it makes. */
export interface OperationCase {
  /** As the table says it. */
  title: string;
  /** Of the planes that it is done on. */
  driver: string;
  /** Kind of its operation in the journal. */
  kind: string;
  /** Makes what it is done to, and waits until all has settled. @returns its ETag or the id of a finding, if needed */
  prepare(name: string): Promise<string | undefined>;
  run(name: string, handle: string | undefined): Promise<Answer>;
  /** What it would bring about comes about by itself, too, once somebody looks. */
  heals?: boolean;
}

/** Every operation on planes whose driver is external-secrets. */
export function operationsOnPlanes(bed: FaultBed): OperationCase[] {
  const { objects } = bed.world.clusters['control-plane'];
  const inPlane = (name: string) => ({ namespace: IN_PLANE, name });
  const tools = toolsOf(bed, PLANE, ON_PLANES);
  const { developer, prepared } = tools;
  return [
    ...commonCases(tools),
    {
      title: 'Push again a value whose PushSecret is lost',
      driver: ON_PLANES,
      kind: 'sync',
      heals: true,
      async prepare(name) {
        await prepared(name);
        await objects.delete(PUSH_SECRETS, inPlane(name));
        await eventually(
          async () => {
            const seen = await observeSecret(bed, PAYMENTS, name);
            expect(seen).toMatchObject({
              pushSecret: false,
              stored: undefined,
            });
          },
          PATIENCE_MS,
          PAUSE_MS,
        );
        return undefined;
      },
      run: name => developer().post(`${path(name)}/sync`, undefined),
    },
    {
      title: 'Link a path of the store',
      driver: ON_PLANES,
      kind: 'link',
      prepare: name => layPath(bed, `kept/${name}`),
      run: name =>
        developer().post(`/namespaces/${PAYMENTS}/references`, linkOf(name)),
    },
    {
      title: 'Link a Kubernetes Secret of the plane',
      driver: ON_PLANES,
      kind: 'link',
      async prepare(name) {
        await layPlaneSecret(bed, name, BEFORE);
        return undefined;
      },
      run: name =>
        developer().post(
          `/namespaces/${PAYMENTS}/references`,
          linkOf(name, {
            source: { kind: 'secret', namespace: PLANE_NAMESPACE, name },
          }),
        ),
    },
    {
      title: 'Adopt a reference that somebody made by hand',
      driver: ON_PLANES,
      kind: 'adopt',
      async prepare(name) {
        await layPath(bed, `generic/${name}`);
        await objects.create(REFERENCES, referenceOf(PAYMENTS, name));
        return tools.etagOf(name);
      },
      run: (name, etag) =>
        developer().post(`${path(name)}/adopt`, undefined, {
          headers: { 'If-Match': etag! },
        }),
    },
    ...(['remove', 'adopt'] as const).map(
      (action): OperationCase => ({
        title: `Repair what has lost its reference: ${action}`,
        driver: ON_PLANES,
        kind: 'repair',
        async prepare(name) {
          await prepared(name);
          await objects.delete(REFERENCES, { namespace: PAYMENTS, name });
          return findingOf(bed, name, 'OrphanedPushSecret');
        },
        run: (_, id) =>
          bed.as('platform').post(`/findings/${id}/repair`, { action }),
      }),
    ),
  ];
}

/** Every operation on planes whose driver is openbao. */
export function operationsOnStores(bed: FaultBed): OperationCase[] {
  const tools = toolsOf(bed, VAULTED, ON_STORES);
  const { developer, prepared } = tools;
  return [
    ...commonCases(tools),
    {
      title: 'Restore an older version',
      driver: ON_STORES,
      kind: 'restore',
      async prepare(name) {
        const etag = await prepared(name);
        const { status } = await developer().request(
          'PUT',
          `${path(name)}/data`,
          { body: { data: valuesOf(AFTER) }, headers: { 'If-Match': etag } },
        );
        expect({ name, status }).toEqual({ name, status: 200 });
        return tools.etagOf(name);
      },
      run: (name, etag) =>
        developer().post(`${path(name)}/versions/1/restore`, undefined, {
          headers: { 'If-Match': etag! },
        }),
    },
  ];
}

interface CaseTools {
  plane: { kind: string; name: string };
  driver: string;
  developer(): ContractClient;
  /** Makes a secret, and waits until it is everywhere. @returns its ETag */
  prepared(name: string): Promise<string>;
  etagOf(name: string): Promise<string>;
}

function toolsOf(
  bed: FaultBed,
  plane: CaseTools['plane'],
  driver: string,
): CaseTools {
  const developer = () => bed.as('payments-dev');
  const etagOf = async (name: string) => {
    let etag = '';
    await eventually(
      async () => {
        const { status, body } = await developer().get(path(name));
        expect({ name, status }).toEqual({ name, status: 200 });
        etag = body.etag;
      },
      PATIENCE_MS,
      PAUSE_MS,
    );
    return etag;
  };
  return {
    plane,
    driver,
    developer,
    etagOf,
    async prepared(name) {
      // a busy machine may be late for the first attempt, and later still when it is pressed
      let pause = 0;
      await eventually(
        async () => {
          await new Promise(resolve => setTimeout(resolve, pause));
          pause = AGAIN_MS;
          const { body } = await developer().post(
            `/namespaces/${PAYMENTS}/secrets`,
            draftOf(name, BEFORE, { targetPlane: plane }),
          );
          expect({ name, code: body.error?.code ?? 'made' }).toEqual({
            name,
            code: expect.stringMatching(/^(made|SecretAlreadyExists)$/),
          });
        },
        PATIENCE_MS,
        PAUSE_MS,
      );
      await eventually(
        async () => {
          const { stored, listed } = await observeSecret(bed, PAYMENTS, name);
          expect({ stored, listed }).toEqual({
            stored: BEFORE,
            listed: Object.keys(BEFORE).sort(),
          });
        },
        PATIENCE_MS,
        PAUSE_MS,
      );
      return etagOf(name);
    },
  };
}

function commonCases(tools: CaseTools): OperationCase[] {
  const { plane, driver, developer, prepared } = tools;
  const change = (
    name: string,
    etag: string | undefined,
    patch: Record<string, unknown>,
  ) =>
    developer().request('PATCH', path(name), {
      body: patch,
      headers: { 'If-Match': etag! },
    });
  return [
    {
      title: 'Create',
      driver,
      kind: 'create',
      prepare: async () => undefined,
      run: name =>
        developer().post(
          `/namespaces/${PAYMENTS}/secrets`,
          draftOf(name, BEFORE, { targetPlane: plane }),
        ),
    },
    {
      title: 'Change one key',
      driver,
      kind: 'update',
      prepare: prepared,
      run: (name, etag) =>
        change(name, etag, { data: valuesOf({ token: AFTER.token }) }),
    },
    {
      title: 'Replace all keys',
      driver,
      kind: 'update',
      prepare: prepared,
      run: (name, etag) =>
        developer().request('PUT', `${path(name)}/data`, {
          body: { data: valuesOf(AFTER) },
          headers: { 'If-Match': etag! },
        }),
    },
    {
      title: 'Change what describes it',
      driver,
      kind: 'update',
      prepare: prepared,
      run: (name, etag) => change(name, etag, { description: 'Other words' }),
    },
    {
      title: 'Delete',
      driver,
      kind: 'delete',
      prepare: prepared,
      run: name => developer().delete(path(name)),
    },
  ];
}

function valuesOf(values: Record<string, string>) {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, { value }]),
  );
}

/** Id of what is found of a secret. */
async function findingOf(
  bed: FaultBed,
  name: string,
  kind: FindingKind,
): Promise<string> {
  let id = '';
  await eventually(
    async () => {
      const { body } = await bed
        .as('platform')
        .get(`/findings?namespace=${PAYMENTS}&kind=${kind}`);
      const found = body.items.find((item: any) => item.name === name);
      expect(found).toBeDefined();
      id = found.id;
    },
    PATIENCE_MS,
    PAUSE_MS,
  );
  return id;
}

/** Somebody else's value in the tenant's part of the store. */
async function layPath({ world }: FaultBed, place: string): Promise<undefined> {
  await world.kv.send('POST', `secret/data/${PAYMENTS}/${place}`, {
    data: BEFORE,
  });
  return undefined;
}
