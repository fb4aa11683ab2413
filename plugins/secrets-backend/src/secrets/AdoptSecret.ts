import {
  Adoption,
  PlannedChange,
} from '@strongroom/backstage-plugin-secrets-common';
import { ConnectedPlane } from '../clusters/types';
import { secretNotFound, SecretsError } from '../errors';
import { OperationPlan } from '../operations';
import { projectReference, SecretReference, SecretRow } from '../references';
import { attributesOf } from './attributesOf';
import { explainConflict } from './conflict/explainConflict';
import { Effects } from './effects/CallerEffects';
import { readAsAbsent } from './effects/readAsAbsent';
import { readAsRefusal } from './effects/readAsRefusal';
import { findPlane } from './findPlane';
import { describeStored } from './links/describeStored';
import { AdoptionPlan, examineAdoption } from './links/examineAdoption';
import { Link } from './links/types';
import { AdoptIntent, adoptPlan } from './operations/adoptPlan';
import { carryOut, PreparedOperation } from './operations/carryOut';
import { ReadSecrets, Visibility } from './ReadSecrets';
import { refuseOlderGit } from './refuseOlderGit';
import { requireStore } from './requireStore';
import { requireVersion } from './requireVersion';
import { SecretsContext } from './SecretsContext';
import { Caller, Guard, SecretId } from './types';
import { fitsEtag } from './views/etagOf';

/** An adoption by somebody who may see the namespace. */
export interface AdoptRequest {
  caller: Caller;
  id: SecretId;
  /** `If-Match` as sent. */
  etag?: string;
  idempotencyKey?: string;
  /** Only say what would be done. */
  dryRun?: boolean;
  /** Asked about the secret as the control plane has it now. */
  guard: Guard;
  /** Asked before a path outside the namespace's part of the store is taken over. @throws SecretsError */
  requireForeign(): Promise<void>;
  visibility: Visibility;
}

/** A reference as it was found, with all that deciding about it takes. */
interface Found {
  row: SecretRow;
  plane: ConnectedPlane;
  store: ReturnType<typeof requireStore>;
  effects: Effects;
  plan: AdoptionPlan;
}

/** Takes over a reference that somebody else made. No value is read or changed by it. */
export class AdoptSecret {
  readonly #context: SecretsContext;
  readonly #reads: ReadSecrets;

  private constructor(context: SecretsContext, reads: ReadSecrets) {
    this.#context = context;
    this.#reads = reads;
  }

  static create(context: SecretsContext, reads: ReadSecrets): AdoptSecret {
    return new AdoptSecret(context, reads);
  }

  /** @throws SecretsError `VersionRequired`, `VersionConflict`, `NotOwned`, and what the guard throws */
  async execute(request: AdoptRequest): Promise<Adoption> {
    const { caller, id, dryRun } = request;
    requireVersion(request.etag);
    if (dryRun) {
      const { plan } = await this.#find(request);
      return { dryRun: true, changes: plan.changes };
    }
    return carryOut<AdoptIntent, OperationPlan, Adoption>(this.#context, {
      kind: 'adopt',
      id,
      caller,
      action: 'secret-adopt',
      done: 'taken over',
      idempotency: { key: request.idempotencyKey },
      prepare: () => this.#prepare(request),
      answer: ({ intent }) => this.#answer(request, intent.changes),
    });
  }

  async #prepare(
    request: AdoptRequest,
  ): Promise<PreparedOperation<AdoptIntent, OperationPlan, Adoption>> {
    const { caller } = request;
    const { links } = this.#context;
    const { row, store, effects, plan } = await this.#find(request);
    return {
      recorded: row,
      intent: {
        uid: row.uid,
        targetPlane: row.targetPlane!,
        change: {
          set: [],
          remove: [],
          remoteKey: plan.remoteKey,
          adopted: {
            managedBy: plan.managedBy,
            category: row.category,
            link: plan.target?.kind,
          },
          updatedBy: caller.actor,
          updatedAt: new Date().toISOString(),
        },
        keys: plan.keys,
        target: plan.target,
        changes: plan.changes,
      },
      plan: operation =>
        adoptPlan(operation, {
          references: effects.references,
          store,
          links,
          look: async reference => {
            const again = await this.#examine(request, reference, effects);
            if (!isSame(again.plan, plan)) {
              throw changedMeanwhile();
            }
          },
        }),
    };
  }

  /** The reference as it stands, by the permissions of the caller and the version that he saw. */
  async #find(request: AdoptRequest): Promise<Found> {
    const { namespace, name } = request.id;
    const effects = await this.#context.effects.of(request.caller);
    const { references } = effects;
    const reference = await readAsAbsent(references.get(namespace, name));
    if (!reference) {
      throw secretNotFound();
    }
    return readAsRefusal(this.#examine(request, reference, effects));
  }

  async #examine(
    request: AdoptRequest,
    reference: SecretReference,
    effects: Effects,
  ): Promise<Found> {
    const { settings, namespaces, links } = this.#context;
    const row = projectReference(reference, settings.references);
    const { namespace } = row;
    await request.guard(
      attributesOf(row, namespaces.get(namespace), 'all'),
      row,
    );
    const link = await links.get(row.uid);
    refuseUnadoptable(row, link);
    const plane = findPlane(this.#context, namespace, row.targetPlane!);
    const store = requireStore(plane, effects);
    const [entry] = row.remoteRefs;
    const ref = { namespace, name: row.name, remoteKey: entry?.key ?? '' };
    const stored = await describeStored(store, ref, link);
    if (!fitsEtag(request.etag!, row, stored?.version)) {
      throw await explainConflict({
        seen: requireVersion(request.etag),
        reference,
        row,
        history: this.#context.history,
        store,
        ref,
      });
    }
    const { requireForeign } = request;
    const plan = await examineAdoption(row, {
      plane,
      store,
      settings,
      requireForeign,
    });
    return { row, plane, store, effects, plan };
  }

  async #answer(
    { caller, id, visibility }: AdoptRequest,
    changes: PlannedChange[],
  ): Promise<Adoption> {
    const secret = await this.#reads.details(caller, id, visibility);
    return { dryRun: false, changes, ...(secret && { secret }) };
  }
}

function refuseUnadoptable(row: SecretRow, link: Link | undefined): void {
  if (link) {
    throw new SecretsError(
      'NotOwned',
      'This secret is a link of this portal already, and its value stays somebody else’s.',
    );
  }
  refuseOlderGit(row);
  if (row.source === 'gitops') {
    throw new SecretsError(
      'NotOwned',
      'This secret reference comes from Git, which would take every change back. Take it out of Git and its marks off the reference first.',
    );
  }
  if (!row.targetPlane) {
    throw new SecretsError(
      'NotOwned',
      'This secret reference names no target plane, so nobody can tell where its value is. Set one first.',
    );
  }
}

function changedMeanwhile(): SecretsError {
  return new SecretsError(
    'VersionConflict',
    'The secret was changed in the meantime. Reload it and try again.',
  );
}

function isSame(one: AdoptionPlan, other: AdoptionPlan): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
