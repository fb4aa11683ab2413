import { FindingKind } from '@strongroom/backstage-plugin-secrets-common';
import { PUSH_SECRETS, readStore, REFERENCES, SECRETS } from '../estate';
import { eventually } from '../eventually';
import { PLANE_NAMESPACE } from '../layPlaneSecret';
import { PAYMENTS } from '../tenants';
import { ObservedSecret } from './observeSecret';
import { FaultBed, PAUSE_MS } from './operationCases';

const IN_PLANE = `openchoreo-kv-${PAYMENTS}`;

/** What an operation may leave for nobody. */
const LEFT_BEHIND: FindingKind[] = [
  'InterruptedOperation',
  'StuckDelete',
  'OrphanedSecret',
  'OrphanedPushSecret',
  'OrphanedValue',
  'LeftoverObject',
  'LeftoverKeys',
];

/**
 * Looks at all objects of the tenant, at its part of the store and at the findings: there is nothing but what was seen of
 * its secrets.
 *
 * @param secrets - what was seen last, by name
 * @param orphans - names of what was left behind before the operation that was to repair it
 */
export async function expectNothingElse(
  bed: FaultBed,
  secrets: ReadonlyMap<string, ObservedSecret>,
  orphans: ReadonlySet<string>,
): Promise<void> {
  const { objects } = bed.world.clusters['control-plane'];
  const namesIn = async (
    type: Parameters<typeof objects.list>[0],
    namespace: string,
  ) => {
    const { items } = await objects.list(type, { namespace });
    return items.map(({ metadata }) => metadata.name!);
  };
  const having = (part: keyof ObservedSecret) =>
    [...secrets].filter(([, seen]) => seen[part]).map(([name]) => name);
  await eventually(
    async () => {
      const stored = await namesInStore(bed, new Set(having('stored')));
      const linked = (await namesIn(PUSH_SECRETS, PLANE_NAMESPACE)).map(name =>
        name.slice(`${PAYMENTS}.`.length),
      );
      expect({
        references: (await namesIn(REFERENCES, PAYMENTS)).sort(),
        secrets: (await namesIn(SECRETS, IN_PLANE)).sort(),
        pushSecrets: [
          ...(await namesIn(PUSH_SECRETS, IN_PLANE)),
          ...linked,
        ].sort(),
        stored: stored.sort(),
      }).toEqual({
        references: having('reference').sort(),
        secrets: having('secret').sort(),
        pushSecrets: having('pushSecret').sort(),
        stored: having('stored').sort(),
      });
      const { body } = await bed
        .as('platform')
        .get(`/findings?namespace=${PAYMENTS}`);
      expect(
        body.items.filter(
          ({ kind, name }: any) =>
            LEFT_BEHIND.includes(kind) && !orphans.has(name),
        ),
      ).toEqual([]);
    },
    60_000,
    PAUSE_MS,
  );
}

/** Names that the store has a value of; what External Secrets has deleted may leave older versions, which nobody reads. */
async function namesInStore(
  bed: FaultBed,
  expected: ReadonlySet<string>,
): Promise<string[]> {
  const { body } = await bed.world.kv.send(
    'LIST',
    `secret/metadata/${PAYMENTS}/generic`,
  );
  const names: string[] = [];
  for (const name of body.data?.keys ?? []) {
    if (
      expected.has(name) ||
      (await readStore(bed, `${PAYMENTS}/generic/${name}`))
    ) {
      names.push(name);
    }
  }
  return names;
}
