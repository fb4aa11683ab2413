import fc from 'fast-check';
import { Action, KEYS, ModelFault, ModelUser, Request } from './types';

const user = fc.constantFrom<ModelUser>(
  'payments-dev',
  'payments-dev',
  'platform',
  'frontend-dev',
);
const stale = fc.oneof(
  { weight: 4, arbitrary: fc.constant(false) },
  { weight: 1, arbitrary: fc.constant(true) },
);
const values = fc.dictionary(
  fc.constantFrom(...KEYS),
  fc.stringMatching(/^[a-z0-9]{1,6}$/),
  { minKeys: 1, maxKeys: KEYS.length, noNullPrototype: true },
);
const fault: fc.Arbitrary<ModelFault> = fc.record({
  verb: fc.constantFrom('get', 'patch', 'delete'),
  resource: fc.constantFrom('secrets', 'pushsecrets', 'secretreferences'),
  effect: fc.constantFrom('refuse', 'cutAfter', 'garbage', 'hang', 'error'),
});
const create: fc.Arbitrary<Request> = fc.record({
  type: fc.constant('create'),
  set: values,
});
const change: fc.Arbitrary<Request> = fc.oneof(
  fc.record({
    type: fc.constant('patch' as const),
    set: values,
    remove: fc.uniqueArray(fc.constantFrom(...KEYS), { maxLength: 2 }),
    stale,
  }),
  fc.record({ type: fc.constant('replace' as const), set: values, stale }),
  fc.record({
    type: fc.constant('describe' as const),
    text: fc.stringMatching(/^[a-z]{1,8}$/),
    stale,
  }),
);
const request: fc.Arbitrary<Request> = fc.oneof(
  { weight: 3, arbitrary: create },
  { weight: 6, arbitrary: change },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('delete' as const), stale }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('sync' as const) }),
  },
);
const others: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      by: fc.constant('kubectl' as const),
      does: fc.constantFrom('label' as const, 'losePushSecret' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      by: fc.constant('openchoreo-api' as const),
      set: values,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      by: fc.constant('clock' as const),
      minutes: fc.constantFrom(1, 5, 90),
    }),
  },
  { weight: 2, arbitrary: fc.constant<Action>({ by: 'nobody' }) },
);

/** What happens to one secret, from its first create on. */
export const sequence: fc.Arbitrary<Action[]> = fc
  .tuple(
    fc.record({ by: user, request: create }),
    fc.array(
      fc.oneof(
        {
          weight: 5,
          arbitrary: fc.record(
            { by: user, request, fault },
            { requiredKeys: ['by', 'request'] },
          ) as fc.Arbitrary<Action>,
        },
        { weight: 2, arbitrary: others },
      ),
      { minLength: 1, maxLength: 5 },
    ),
  )
  .map(([first, rest]) => [first, ...rest]);
