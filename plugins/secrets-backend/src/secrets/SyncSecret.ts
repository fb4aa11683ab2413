import {
  Delivery,
  DeliveryStep,
} from '@strongroom/backstage-plugin-secrets-common';
import { secretNotFound, SecretsError } from '../errors';
import { projectReference, SecretRow } from '../references';
import { attributesOf } from './attributesOf';
import { readAsAbsent } from './effects/readAsAbsent';
import { findPlane } from './findPlane';
import { describeTarget } from './links/describeStored';
import { AskedConsumer } from './operations/askConsumers';
import { carryOut, PreparedOperation } from './operations/carryOut';
import { RepairingIntent, SyncIntent } from './operations/intents';
import { SyncPlan, syncPlan } from './operations/syncPlan';
import { readSecretChanges } from './readSecretChanges';
import { refuseOlderGit } from './refuseOlderGit';
import { requireStore } from './requireStore';
import { SecretsContext } from './SecretsContext';
import { Caller, Guard, SecretId } from './types';
import { toDeliveryState } from './views/toSummary';

/** A sync of somebody who may see the namespace. */
export interface SyncRequest {
  caller: Caller;
  id: SecretId;
  /** `Idempotency-Key` as sent, and what tells one request from another besides the secret. */
  idempotency: { key?: string; body?: unknown };
  /** The finding that it repairs. */
  repairs?: RepairingIntent['repairs'];
  /** Asked about the secret as the control plane has it now. */
  guard: Guard;
}

/** Carries the value of a secret to its store and lets every consumer read it, now. */
export class SyncSecret {
  readonly #context: SecretsContext;

  private constructor(context: SecretsContext) {
    this.#context = context;
  }

  static create(context: SecretsContext): SyncSecret {
    return new SyncSecret(context);
  }

  /** @returns how far the value has come by then */
  async execute(request: SyncRequest): Promise<Delivery> {
    const { id, caller, idempotency } = request;
    let prepared: SecretRow | undefined;
    return carryOut<SyncIntent, SyncPlan, Delivery>(this.#context, {
      kind: 'sync',
      id,
      caller,
      action: 'secret-sync',
      done: 'carried on',
      idempotency,
      prepare: async () => {
        prepared = await this.#read(request);
        return this.#prepare(request, prepared);
      },
      answer: async (operation, plan) =>
        this.#deliver(
          caller,
          prepared ?? (await this.#read(request)),
          operation.intent,
          plan?.asked() ?? [],
        ),
    });
  }

  async #read({ caller, id, guard }: SyncRequest): Promise<SecretRow> {
    const { settings, namespaces, effects } = this.#context;
    const { references } = await effects.of(caller);
    const reference = await readAsAbsent(references.get(id.namespace, id.name));
    if (!reference) {
      throw secretNotFound();
    }
    const row = projectReference(reference, settings.references);
    await guard(attributesOf(row, namespaces.get(id.namespace), 'all'), row);
    return row;
  }

  async #prepare(
    { caller, id, repairs }: SyncRequest,
    row: SecretRow,
  ): Promise<PreparedOperation<SyncIntent, SyncPlan, Delivery>> {
    const { deliveries, links, effects: allEffects } = this.#context;
    const effects = await allEffects.of(caller);
    refuseOlderGit(row);
    if (!row.targetPlane) {
      throw new SecretsError(
        'NotOwned',
        'The reference names no target plane, so nothing can be asked to push or pull its value.',
      );
    }
    const plane = findPlane(this.#context, id.namespace, row.targetPlane);
    const store = requireStore(plane, effects);
    const link = await links.get(row.uid);
    return {
      recorded: row,
      intent: {
        uid: row.uid,
        remoteKeys: [...new Set(row.remoteRefs.map(({ key }) => key))],
        keys: row.keys,
        targetPlane: row.targetPlane,
        link: link?.target,
        ...(repairs && { repairs }),
        ...(!row.managed && { isForeign: true }),
        ...(effects.speakForCaller && { speaksForCaller: true }),
      },
      plan: operation =>
        syncPlan(operation, {
          references: effects.references,
          store,
          kubernetes: effects.clusterOf(plane),
          consumers: () => deliveries.consumers(row),
        }),
    };
  }

  async #deliver(
    caller: Caller,
    row: SecretRow,
    { targetPlane, remoteKeys, link }: SyncIntent,
    asked: AskedConsumer[],
  ): Promise<Delivery> {
    const { index, planes, effects } = this.#context;
    const store = planes.find(row.namespace, targetPlane)?.store;
    const { namespace, name } = row;
    const ref = { namespace, name, remoteKey: remoteKeys[0] ?? '' };
    const stored =
      store && (await describeTarget(store, ref, link).catch(() => undefined));
    const delivery = index.delivery(row, {
      push: stored?.push,
      secretChanges: await readSecretChanges(
        this.#context,
        await effects.of(caller),
        row,
      ),
    });
    return {
      ...toDeliveryState(delivery),
      steps: delivery.steps.map(step => withQuestion(step, asked)),
    };
  }
}

/** What came of the question to a consumer, as long as its own state does not tell. */
function withQuestion(
  step: DeliveryStep,
  asked: AskedConsumer[],
): DeliveryStep {
  const { consumer } = step;
  const outcome =
    step.step === 'pulled' &&
    asked.find(
      ({ namespace, name }) =>
        namespace === consumer?.namespace && name === consumer.name,
    )?.outcome;
  if (!outcome || !consumer) {
    return step;
  }
  const label = `ExternalSecret ${consumer.namespace}/${consumer.name}`;
  const { refreshInterval } = consumer;
  switch (outcome) {
    case 'never':
      return {
        ...step,
        remedy:
          'A sync cannot change that: whoever owns it has to delete the Secret that it writes, or to change its policy.',
      };
    case 'asked':
      return step.state === 'waiting'
        ? {
            ...step,
            state: 'running',
            sentence: `${label} was asked to read the store now.`,
          }
        : step;
    default:
      return {
        ...step,
        state: 'failed',
        sentence: `${label} could not be asked to read the store now, because the plane ${
          outcome === 'denied' ? 'does not allow it' : 'did not answer in time'
        }.`,
        remedy: refreshInterval
          ? `It reads again by itself every ${refreshInterval}.`
          : 'Whoever owns it can change one of its annotations, which makes it read.',
      };
  }
}
