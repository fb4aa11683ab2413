import { FieldProblem } from '@strongroom/backstage-plugin-secrets-common';
import {
  LinkedKey,
  PartialObjectMetadata,
  SecretLinks,
  SecretStore,
  Step,
  StoredSecretLink,
  StoreError,
  Verification,
} from '@strongroom/backstage-plugin-secrets-node';
import { ConnectedPlane } from '../../clusters/types';
import { SecretsError } from '../../errors';
import { Operation, OperationPlan } from '../../operations';
import { ReferenceClient, ReferenceIntent } from '../../references';
import { placeOf } from '../links/describeStored';
import { LinkTable } from '../links/LinkTable';
import { requireLinkable } from '../links/requireLinkable';
import { LinkTarget, SecretTarget } from '../links/types';
import { stillBeingDeleted } from './createPlan';
import { RecordedIntent } from './intents';
import { makeReference } from './makeReference';
import { recordOperation } from './recordOperation';

/** What a link is to make; names and attributes only. */
export interface LinkIntent extends RecordedIntent {
  reference: Omit<ReferenceIntent, 'operationId'>;
  target: LinkTarget;
  /** Of a Kubernetes Secret: its keys, as they were when it was linked. */
  keys: LinkedKey[];
  /** What was doubtful, for whoever asks again. */
  warnings: FieldProblem[];
}

/** A link, with what its steps found out. */
export interface LinkPlan extends OperationPlan {
  made(): PartialObjectMetadata | undefined;
  verification(): Verification | undefined;
}

/** What the steps of links work with. */
export interface LinkTools {
  plane: ConnectedPlane;
  references: ReferenceClient;
  store: SecretStore;
  links: LinkTable;
}

/** Look, what carries the value, reference, our note of it, look again. */
export function linkPlan(
  operation: Operation<LinkIntent>,
  { plane, references, store, links }: LinkTools,
): LinkPlan {
  const { namespace, name, intent } = operation;
  const { target } = intent;
  const carrier = carrierOf(operation, plane, store);
  const reference = makeReference(operation, references);
  let verification: Verification | undefined;

  const look: Step = {
    name: 'look',
    async run({ signal }) {
      await references.requireRight('create', namespace, name, { signal });
      if (await references.getMetadata(namespace, name, { signal })) {
        throw new StoreError('AlreadyExists', 'The reference exists');
      }
      await carrier?.look(signal);
    },
  };

  const noteLink: Step = {
    name: 'note-link',
    async run({ signal }) {
      if (!reference.made() && !(await reference.committed(signal))) {
        throw new StoreError('Conflict', 'The reference is gone');
      }
      await links.put({
        uid: reference.made()!.metadata.uid!,
        namespace,
        name,
        targetPlane: intent.reference.targetPlane,
        target,
        createdBy: intent.by.actor,
        createdAt: operation.startedAt,
      });
    },
  };

  const verify: Step = {
    name: 'verify',
    async run() {
      try {
        verification = await carrier?.verify();
      } catch {
        // nothing hangs on it: the delivery shows what becomes of the value
      }
    },
  };

  const steps = [
    look,
    ...(carrier?.steps ?? []),
    reference.step,
    noteLink,
    ...(carrier ? [verify] : []),
  ];
  return {
    steps,
    pivot: steps.indexOf(reference.step),
    committed: reference.committed,
    result: () => ({ ...reference.result(), version: verification?.version }),
    record: recordOperation(operation),
    made: reference.made,
    verification: () => verification,
  };
}

/** What carries a Kubernetes Secret to the store; a path needs nothing. */
function carrierOf(
  operation: Operation<LinkIntent>,
  plane: ConnectedPlane,
  store: SecretStore,
) {
  const { target, keys } = operation.intent;
  if (target.kind === 'path') {
    return undefined;
  }
  const carriers = requireLinks(store);
  const link: StoredSecretLink = {
    ...placeOf(operation, target),
    keys,
    operationId: operation.id,
  };
  return {
    steps: carriers.link(link),
    verify: () => carriers.verify(link),
    async look(signal: AbortSignal) {
      await requireLinkable(plane, {
        tenant: operation.namespace,
        namespace: target.source.namespace,
        signal,
      });
      await carriers.requireRights('link', link, { signal });
      const { source, footprint } = await carriers.look(link);
      if (footprint.state === 'deleting') {
        throw stillBeingDeleted();
      }
      if (footprint.state === 'foreign') {
        throw new StoreError('NotOwned', 'Something else stands in the plane');
      }
      if (source !== 'present') {
        throw sourceGone(target);
      }
    },
  };
}

/** What links Secrets of a plane. @throws SecretsError `Unsupported` where the driver cannot */
export function requireLinks(store: SecretStore): SecretLinks {
  if (!store.links) {
    throw new SecretsError(
      'Unsupported',
      'A Kubernetes Secret cannot be linked on this plane, because nothing carries it to the store there. Link a path of the store.',
    );
  }
  return store.links;
}

/** The answer to whoever links a Secret that is not there. */
export function sourceGone({ source }: Pick<SecretTarget, 'source'>) {
  return new SecretsError(
    'InvalidRequest',
    'One field needs to be corrected.',
    {
      details: [
        {
          field: 'source.name',
          message: `There is no such Secret in the namespace ${source.namespace} of the plane.`,
        },
      ],
    },
  );
}
