import { ObservedSecret } from '@strongroom/backstage-plugin-secrets-node';
import { ObservedPlane } from '../../delivery/types';
import { Operation } from '../../operations';
import { SecretRow } from '../../references';
import { EstateFacts, EstateView } from '../view/EstateView';
import { stuckDelete } from './stuckDelete';

const ASKED = new Date('2026-03-01T08:00:00Z');
const LATER = new Date('2026-03-01T08:05:00Z');

const dying = {
  namespace: 'payments',
  name: 'database',
  uid: 'u-1',
  remoteKeys: ['payments/generic/database'],
  keys: ['password'],
  push: {
    state: 'Deleting',
    since: ASKED,
    then: {
      at: new Date('2026-03-01T08:02:00Z'),
      state: 'DeleteStuck',
      message: 'The store is sealed.',
    },
  },
} as unknown as ObservedSecret;

const plane = {
  plane: { ref: { kind: 'ClusterDataPlane', name: 'default' } },
  standing: { kind: 'push', connected: true, hasStore: true, listed: true },
  all: () => [dying],
} as unknown as ObservedPlane;

const row = {
  namespace: 'payments',
  name: 'database',
  remoteRefs: [],
} as unknown as SecretRow;

function found(facts: Partial<EstateFacts>) {
  const view = EstateView.create({
    now: LATER,
    rows: [],
    planes: [plane],
    workloads: [],
    running: [],
    closed: [],
    hints: [],
    planeOf: () => undefined,
    isNamed: () => false,
    typeAt: () => undefined,
    isLinked: () => false,
    arrivalOf: () => 'unknown',
    isForeign: () => false,
    permittedBy: () => undefined,
    ...facts,
  });
  return [...stuckDelete.detect(view)].map(({ name, sentence }) => [
    name,
    sentence,
  ]);
}

const TOLD = [
  [
    'database',
    'Somebody else had this PushSecret deleted, and its store has not confirmed that. The store is sealed.',
  ],
];

describe('a deletion of somebody else that its store does not confirm', () => {
  it('is told with its cause, whether its reference is still there or not', () => {
    expect(found({})).toEqual(TOLD);
    expect(found({ rows: [row], isNamed: () => true })).toEqual(TOLD);
  });

  it('is not told before it has taken long, or while an operation runs on the name', () => {
    expect(found({ now: ASKED })).toEqual([]);
    const running = { namespace: 'payments', name: 'database' } as Operation;
    expect(found({ running: [running] })).toEqual([]);
  });

  it('T26: is not told of a namespace that is no tenant', () => {
    expect(found({ isNamed: () => true })).toEqual([]);
  });
});
