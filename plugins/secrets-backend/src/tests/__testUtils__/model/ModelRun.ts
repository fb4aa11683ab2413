import { FaultEffect, KubernetesObject } from '@strongroom/embedded-cluster';
import { PUSH_SECRETS, readStore, REFERENCES, SECRETS } from '../estate';
import { TestPortal } from '../startPortal';
import { PAYMENTS } from '../tenants';
import { eventuallyIs } from './eventuallyIs';
import { RunningOperations } from './RunningOperations';
import { SecretModel } from './SecretModel';
import { Action, ModelFault, Request, Standing } from './types';

const PLANE_NAMESPACE = `openchoreo-kv-${PAYMENTS}`;
const STALE_ETAG = '"stale"';
/** With the version of the values: where the plane did not answer to the look after a write, one has to look again. */
const WHOLE_ETAG = /^"[\w-]+\.[\w-]+\./;
const PLANE = { kind: 'ClusterDataPlane', name: 'default' };
const EFFECTS: Record<ModelFault['effect'], FaultEffect> = {
  refuse: { type: 'refuse' },
  cutAfter: { type: 'cutAfter' },
  garbage: { type: 'garbage' },
  hang: { type: 'hang' },
  error: { type: 'status', code: 500, echoBody: true },
};

/** What {@link ModelRun} works on. */
export interface ModelRunOptions {
  portal: TestPortal;
  running: RunningOperations;
  /** Of the secret, which no other sequence has. */
  name: string;
  /** Lets the clock of External Secrets move. */
  advance(milliseconds: number): Promise<void>;
}

/** One sequence on a secret of its own, held against the model at every step and looked at from all sides at its end. */
export class ModelRun {
  readonly #portal: TestPortal;
  readonly #running: RunningOperations;
  readonly #advance: (milliseconds: number) => Promise<void>;
  readonly #name: string;
  readonly #model = new SecretModel();
  /** What happened, for whoever reads a failure. */
  readonly #story: string[] = [];
  /** As the last answer said, as long as nobody else did anything since. */
  #etag: string | undefined;

  constructor(options: ModelRunOptions) {
    this.#portal = options.portal;
    this.#running = options.running;
    this.#name = options.name;
    this.#advance = options.advance;
  }

  /** @throws with the story of the sequence where the portal does not behave as the model says */
  async run(actions: Action[]): Promise<void> {
    try {
      for (const action of actions) {
        await this.#act(action);
      }
      await this.#checkEnd();
    } catch (error) {
      throw new Error(
        [
          ...this.#story,
          `possible: ${JSON.stringify(this.#model.possible)}`,
          (error as Error).message,
        ].join('\n'),
      );
    }
  }

  async #act(action: Action): Promise<void> {
    switch (action.by) {
      case 'kubectl':
        return this.#kubectl(action.does);
      case 'openchoreo-api':
        return this.#overwrite(action.set);
      case 'clock':
        this.#tell(`${action.minutes} minutes pass`);
        return this.#advance(action.minutes * 60_000);
      case 'nobody':
        return this.#settle();
      default:
        return this.#ask(action);
    }
  }

  async #ask(action: Extract<Action, { request: Request }>): Promise<void> {
    const { by, request, fault } = action;
    const mayNothing = by === 'frontend-dev';
    const etag =
      mayNothing || !('stale' in request) || request.stale
        ? STALE_ETAG
        : this.#etag ?? (await this.#currentEtag());
    const disarm = fault && this.#arm(fault);
    const expected = this.#model.expect(request);
    const { status, code } = await this.#send(by, request, etag);
    disarm?.();
    this.#tell(
      `${by}: ${JSON.stringify(request)}${
        fault ? ` while ${fault.effect} at ${fault.verb} ${fault.resource}` : ''
      } → ${status} ${code ?? ''}`,
    );
    if (mayNothing) {
      expect(status).toBe(404);
    } else if (request.type === 'delete' && status === 202) {
      // it goes on, and is refused in the end when the secret is not as it was seen
      this.#model.uncertain(request);
    } else if (expected.done.includes(status)) {
      this.#model.done(request);
    } else if (status >= 500 || status === 429 || isRunning(code)) {
      // without a fault only a busy machine, or what an earlier fault left running, is an excuse
      const excuse = fault ?? (code === 'Timeout' || this.#model.isDisturbed);
      expect({ status, code, excuse }).not.toMatchObject({ excuse: false });
      this.#model.uncertain(request);
    } else if (fault && status === 412) {
      // an ambiguous failure moves the version on, so that nothing of it can land later
      this.#model.uncertain(request);
    } else {
      expect(expected.refused).toContain(status);
      this.#model.refused(request);
    }
  }

  /** Faults meet the first call of a kind that names this secret, whoever makes it. */
  #arm({ verb, resource, effect }: ModelFault): () => void {
    const { faults } = this.#portal.world.clusters['control-plane'];
    return faults.add({
      match: { verb, resource, name: this.#name, times: 1 },
      effect: EFFECTS[effect],
    });
  }

  async #send(by: string, request: Request, etag: string) {
    const client = this.#portal.as(by);
    const secrets = `/namespaces/${PAYMENTS}/secrets`;
    const path = this.#path;
    const headers = { 'If-Match': etag };
    const answer = await (() => {
      switch (request.type) {
        case 'create':
          return client.post(secrets, {
            name: this.#name,
            type: 'Opaque',
            targetPlane: PLANE,
            data: valuesOf(request.set),
          });
        case 'patch': {
          const gone = request.remove.map(key => [key, null]);
          const data = {
            ...Object.fromEntries(gone),
            ...valuesOf(request.set),
          };
          return client.request('PATCH', path, { body: { data }, headers });
        }
        case 'describe': {
          const body = { description: request.text };
          return client.request('PATCH', path, { body, headers });
        }
        case 'replace': {
          const body = { data: valuesOf(request.set) };
          return client.request('PUT', `${path}/data`, { body, headers });
        }
        case 'delete':
          return client.delete(path, { headers });
        default:
          return client.post(`${path}/sync`, undefined);
      }
    })();
    const told: string | undefined = answer.body?.etag;
    this.#etag = told && WHOLE_ETAG.test(told) ? told : undefined;
    return { status: answer.status, code: answer.body?.error?.code };
  }

  /** The tag of what stands now. */
  async #currentEtag(): Promise<string> {
    let etag = '"none"';
    await eventuallyIs('known', async () => {
      const { body } = await this.#portal.as('platform').get(this.#path);
      etag = body.etag ?? etag;
      // where the plane did not answer, the tag cannot be that of what stands there
      return /cannot be told|does not answer/.test(
        JSON.stringify(body.warnings ?? []),
      )
        ? body.warnings
        : 'known';
    });
    return etag;
  }

  async #kubectl(does: 'label' | 'losePushSecret'): Promise<void> {
    const { objects } = this.#portal.world.clusters['control-plane'];
    const isThere = await objects.find(REFERENCES, this.#reference);
    if (!isThere) {
      return;
    }
    this.#tell(`kubectl: ${does}`);
    this.#etag = undefined;
    if (does === 'label') {
      await objects.mergePatch(REFERENCES, this.#reference, {
        metadata: { labels: { touched: String(this.#story.length) } },
      });
      return;
    }
    const push = await objects.find(PUSH_SECRETS, this.#ofPlane);
    if (push) {
      await objects.delete(PUSH_SECRETS, this.#ofPlane);
      this.#model.disturbed();
      // kubectl waits too, until External Secrets lets go of it
      await eventuallyIs(false, async () => {
        const found = await objects.find(PUSH_SECRETS, this.#ofPlane);
        return found?.metadata.uid === push.metadata.uid;
      });
    }
  }

  /** An update as openchoreo-api makes it: Secret, PushSecret and reference, by merge, with the keys that it was given. */
  async #overwrite(set: Record<string, string>): Promise<void> {
    const { objects } = this.#portal.world.clusters['control-plane'];
    const push = await objects.find(PUSH_SECRETS, this.#ofPlane);
    const reference = await objects.find(REFERENCES, this.#reference);
    const secret = await objects.find(SECRETS, this.#ofPlane);
    const dying = [push, reference, secret].some(
      found => !found || found.metadata.deletionTimestamp,
    );
    // a writer beside an operation that runs is another test's business: here it comes between two
    if (dying || (await this.#running.has(this.#name))) {
      return;
    }
    this.#tell(`openchoreo-api: ${JSON.stringify(set)}`);
    this.#etag = undefined;
    const key = `secret/${PAYMENTS}/generic/${this.#name}`;
    const keys = Object.keys(set).sort();
    await objects.mergePatch(SECRETS, this.#ofPlane, {
      data: Object.fromEntries(
        keys.map(each => [each, Buffer.from(set[each]).toString('base64')]),
      ),
    });
    await objects.mergePatch(PUSH_SECRETS, this.#ofPlane, {
      metadata: {
        annotations: {
          'openchoreo.dev/sync-trigger': new Date().toISOString(),
        },
      },
      spec: {
        data: keys.map(secretKey => ({
          match: {
            secretKey,
            remoteRef: { remoteKey: key, property: secretKey },
          },
        })),
      },
    });
    await objects.mergePatch(REFERENCES, this.#reference, {
      spec: {
        data: keys.map(secretKey => ({
          secretKey,
          remoteRef: { key, property: secretKey },
        })),
      },
    });
    this.#model.overwritten(set);
  }

  /** Waits until the journal has nothing left to do here, and looks what came of it. */
  async #settle(): Promise<void> {
    await this.#running.end(this.#name);
    const [standing] = await this.#stands();
    this.#tell(`settled: ${JSON.stringify(standing)}`);
    expect(this.#model.possible).toContainEqual(standing);
    this.#model.seen(standing);
  }

  /** The secret as the reference and the plane have it; its values by the keys that the reference names. */
  async #stands(): Promise<[Standing, Partial<KubernetesObject>?]> {
    const { objects } = this.#portal.world.clusters['control-plane'];
    const reference: any = await objects.find(REFERENCES, this.#reference);
    if (!reference) {
      return [undefined];
    }
    const secret: any = await objects.find(SECRETS, this.#ofPlane);
    const keys: string[] = reference.spec.data.map(
      ({ secretKey }: { secretKey: string }) => secretKey,
    );
    const values = keys.map(key => [
      key,
      Buffer.from(secret?.data?.[key] ?? '', 'base64').toString(),
    ]);
    return [Object.fromEntries(values), reference];
  }

  async #checkEnd(): Promise<void> {
    await this.#settle();
    const [standing] = this.#model.possible;
    if (standing) {
      await this.#checkPresent(standing);
      await this.#deleteAtLast();
    }
    await this.#checkAbsent();
    await this.#checkRecord();
  }

  async #deleteAtLast(): Promise<void> {
    const { objects } = this.#portal.world.clusters['control-plane'];
    const last: Request = { type: 'delete', stale: false };
    let isLate = true;
    while (isLate && (await objects.find(REFERENCES, this.#reference))) {
      const { status, code } = await this.#send(
        'platform',
        last,
        this.#etag ?? (await this.#currentEtag()),
      );
      await this.#running.end(this.#name);
      // a busy machine may make it late, and then nobody knows whether it goes on
      isLate = code === 'Timeout';
      expect([202, 204, ...(isLate ? [504] : [])]).toContain(status);
    }
  }

  /** It can be read, whatever was lost can be made again, and the store has what the plane has. */
  async #checkPresent(standing: Record<string, string>): Promise<void> {
    const client = this.#portal.as('platform');
    await eventuallyIs(202, async () => {
      const { status } = await client.post(`${this.#path}/sync`, undefined);
      return status;
    });
    const stored = `${PAYMENTS}/generic/${this.#name}`;
    await eventuallyIs(standing, () => readStore(this.#portal, stored));
    await eventuallyIs('Synced', async () => {
      const { body } = await client.get(`${this.#path}/delivery`);
      return body.state;
    });
    const { body } = await client.get(this.#path);
    this.#etag = body.etag;
    expect([body.keys, body.delivery.state]).toEqual([
      Object.keys(standing).sort(),
      'Synced',
    ]);
  }

  async #checkAbsent(): Promise<void> {
    const { objects } = this.#portal.world.clusters['control-plane'];
    const stored = `${PAYMENTS}/generic/${this.#name}`;
    await eventuallyIs(undefined, () => readStore(this.#portal, stored));
    await eventuallyIs([undefined, undefined, undefined], () =>
      Promise.all([
        objects.find(REFERENCES, this.#reference),
        objects.find(SECRETS, this.#ofPlane),
        objects.find(PUSH_SECRETS, this.#ofPlane),
      ]),
    );
    await eventuallyIs(404, async () => {
      const { status } = await this.#portal.as('platform').get(this.#path);
      return status;
    });
  }

  /** Every operation that was begun has been ended, with a row for each. */
  async #checkRecord(): Promise<void> {
    const { knex } = this.#portal;
    const operations: Array<{ id: string; state: string }> = await knex(
      'operations',
    ).where(this.#reference);
    const rows: Array<{ operation_id: string; outcome: string }> = await knex(
      'record',
    )
      .where(this.#reference)
      .orderBy('seq');
    for (const { id, state } of operations) {
      const outcomes = rows
        .filter(row => row.operation_id === id)
        .map(({ outcome }) => outcome);
      // whoever asks once more for a deletion that runs leaves a row of his own
      const again = outcomes.slice(1, -1);
      expect({ id, outcomes, again: [...new Set(again)] }).toEqual({
        id,
        outcomes: [
          'intent',
          ...again,
          state === 'done' ? 'success' : expect.stringMatching(/fail|denied/),
        ],
        again: again.length > 0 ? ['intent'] : [],
      });
    }
  }

  get #path() {
    return `/namespaces/${PAYMENTS}/secrets/${this.#name}`;
  }

  get #reference() {
    return { namespace: PAYMENTS, name: this.#name };
  }

  get #ofPlane() {
    return { namespace: PLANE_NAMESPACE, name: this.#name };
  }

  #tell(line: string): void {
    this.#story.push(line);
  }
}

function valuesOf(set: Record<string, string>) {
  return Object.fromEntries(
    Object.entries(set).map(([key, value]) => [key, { value }]),
  );
}

function isRunning(code: string | undefined): boolean {
  return code === 'OperationInProgress';
}
