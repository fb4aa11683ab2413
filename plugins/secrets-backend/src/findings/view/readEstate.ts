import {
  PartialProblem,
  SECRET_TYPES,
} from '@strongroom/backstage-plugin-secrets-common';
import { Consumer } from '../../delivery';
import { SecretsRecord } from '../../record';
import { remoteKeyOf } from '../../secrets/draft/remoteKeyOf';
import { pendingChanges } from '../../secrets/operations/pendingChanges';
import { SecretsContext } from '../../secrets/SecretsContext';
import { WorkloadIndex } from '../../usage';
import { Detector } from '../types';
import { Arrival, EstateView } from './EstateView';
import { lookDeeper } from './lookDeeper';
import { planeLookup } from './planeLookup';
import { readHints } from './readHints';

/** Most ended operations that are looked through. */
const MOST_CLOSED = 1_000;

/** What findings are read from. */
export interface FindingsSources {
  context: SecretsContext;
  workloads: WorkloadIndex;
  record: SecretsRecord;
}

/** Reads everything that findings are made of. */
export async function readEstate(
  sources: FindingsSources,
  detectors: readonly Detector[],
): Promise<{ view: EstateView; problems: PartialProblem[] }> {
  const { context, workloads, record } = sources;
  const { index, journal, namespaces, planes, settings, deliveries } = context;
  const [pending, recent, closed, linked] = await Promise.all([
    pendingChanges(journal, settings.references),
    journal.recent(),
    journal.closed(MOST_CLOSED),
    context.links.list(),
  ]);
  const links = new Map(linked.map(link => [link.uid, link]));
  const planeOf = planeLookup(planes, deliveries.planes());
  const view = EstateView.create({
    now: new Date(),
    rows: index.rows(undefined, { pending }),
    planes: deliveries.planes(),
    workloads: [...workloads.all()].filter(({ namespace }) =>
      namespaces.get(namespace),
    ),
    running: recent.filter(({ state }) => state === 'running'),
    closed,
    hints: await readHints({ record, closed, planes, settings }),
    planeOf,
    isNamed: (namespace, name) => index.isNamed(namespace, name),
    typeAt: ({ plane }, { namespace, name, remoteKey }) =>
      namespaces.get(namespace) &&
      SECRET_TYPES.find(
        type =>
          remoteKeyOf({ namespace, name, type }, { plane, settings }).path ===
          remoteKey,
      ),
    isLinked: ({ uid }) => links.has(uid),
    arrivalOf: row => arrivalOf(deliveries.consumers(row)),
    isForeign: (row, remoteKey) => {
      const { namespace, name, legacyGit } = row;
      const location = planeOf(row)?.plane.store?.locate({
        namespace,
        name,
        remoteKey,
      });
      return !legacyGit && location?.inside === false;
    },
    permittedBy: ({ uid }, remoteKey) => {
      const { target, createdBy } = links.get(uid) ?? {};
      const isPermitted =
        target?.kind === 'path' &&
        target.foreign &&
        target.paths.includes(remoteKey);
      return isPermitted ? createdBy : undefined;
    },
  });
  const unread = await lookDeeper(view, detectors, planes);
  return { view, problems: [...index.problems(), ...unread] };
}

function arrivalOf(consumers: Consumer[]): Arrival {
  if (consumers.some(({ ready }) => ready === true)) {
    return 'arrives';
  }
  return consumers.some(({ ready }) => ready === false) ? 'fails' : 'unknown';
}
