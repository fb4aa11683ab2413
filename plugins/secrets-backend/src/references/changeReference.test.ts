import { mockServices } from '@backstage/backend-test-utils';
import fc from 'fast-check';
import { buildReference } from './buildReference';
import { changeReference, changeRow } from './changeReference';
import { applyMergePatch } from './mergePatch';
import { projectReference } from './projectReference';
import { readReferenceSettings } from './readReferenceSettings';
import { ReferenceChange, SecretReference } from './types';

const SETTINGS = readReferenceSettings(mockServices.rootConfig());

const key = fc.constantFrom('a', 'b', 'c', 'd', '__proto__', 'constructor');
const keys = fc.uniqueArray(key, { maxLength: 5 });
const text = fc.constantFrom('x', 'y', '');
const maybe = <T>(value: fc.Arbitrary<T>) =>
  fc.option(fc.option(value, { nil: null }), { nil: undefined });

const references: fc.Arbitrary<SecretReference> = fc
  .record({
    keys: fc.uniqueArray(key, { minLength: 1, maxLength: 5 }),
    asBase64: keys,
    labels: fc.dictionary(fc.constantFrom('app', 'team'), text),
    description: fc.option(text, { nil: undefined }),
  })
  .map(({ keys: present, asBase64, ...rest }) => ({
    ...buildReference({
      ...rest,
      namespace: 'ns',
      name: 'n',
      type: 'Opaque',
      targetPlane: { kind: 'DataPlane', name: 'p' },
      keys: present,
      remoteKey: 'secret/ns/generic/n',
      storedAs: Object.fromEntries(
        asBase64
          .filter(one => present.includes(one))
          .map(one => [one, 'base64' as const]),
      ),
      managedBy: 'openchoreo-api',
      operationId: 'made',
      createdBy: 'user:default/maker',
      now: '2026-01-01T00:00:00.000Z',
    }),
  }));

const changes: fc.Arbitrary<ReferenceChange & { operationId: string }> = fc
  .record({
    set: keys,
    remove: keys,
    replace: fc.boolean(),
    asBase64: keys,
    labels: fc.option(
      fc.dictionary(
        fc.constantFrom('app', 'team', 'tier'),
        fc.option(text, { nil: null }),
      ),
      { nil: undefined },
    ),
    description: maybe(fc.constantFrom('x', 'y')),
    owner: maybe(fc.constant('group:default/g')),
    expiresAt: maybe(fc.constant('2030-01-01T00:00:00+01:00')),
    refreshInterval: maybe(fc.constantFrom('15m', '90s')),
    operationId: fc.constantFrom('one', 'two'),
  })
  .map(({ set, remove, ...change }) => ({
    ...change,
    set,
    remove: remove.filter(one => !set.includes(one)),
    remoteKey: 'secret/ns/generic/n',
    updatedBy: 'user:default/changer',
    updatedAt: '2026-02-02T00:00:00.000Z',
  }));

const apply = (
  reference: SecretReference,
  change: ReferenceChange & { operationId: string },
) => applyMergePatch(reference, changeReference(reference, change));
const project = (reference: SecretReference) =>
  projectReference(reference, SETTINGS);

describe('changing a reference', () => {
  it('makes the same of the reference and of the row that is laid over the index, change after change', () => {
    fc.assert(
      fc.property(
        references,
        fc.array(changes, { minLength: 1, maxLength: 4 }),
        (reference, sequence) => {
          const row = sequence.reduce(changeRow, project(reference));
          expect(row).toEqual(project(sequence.reduce(apply, reference)));
        },
      ),
    );
  });

  it('T16: keeps what it does not name, whoever wrote it, with the pins of other keys', () => {
    fc.assert(
      fc.property(references, changes, (reference, change) => {
        const [first, ...rest] = reference.spec!.data!;
        const theirs: SecretReference = {
          ...reference,
          metadata: {
            ...reference.metadata,
            labels: { ...reference.metadata.labels, 'example.com/x': '1' },
            annotations: {
              ...reference.metadata.annotations,
              'example.com/y': '2',
            },
          },
          spec: {
            ...reference.spec,
            data: [
              {
                ...first,
                remoteRef: { ...first.remoteRef, version: '3' },
              },
              ...rest,
            ],
          },
        };
        const { metadata, spec } = apply(theirs, change);
        expect(metadata.labels).toMatchObject({
          'example.com/x': '1',
          'openchoreo.dev/managed-by': 'openchoreo-api',
        });
        expect(metadata.annotations).toMatchObject({
          'example.com/y': '2',
          'strongroom.dev/created-by': 'user:default/maker',
        });
        expect(spec?.targetPlane).toEqual(reference.spec?.targetPlane);
        for (const entry of theirs.spec!.data!) {
          const stays = change.replace
            ? change.set.includes(entry.secretKey)
            : !change.remove.includes(entry.secretKey);
          const left = spec!.data!.filter(
            ({ secretKey }) => secretKey === entry.secretKey,
          );
          expect(left).toEqual(stays ? [entry] : []);
        }
      }),
    );
  });

  it('says the same once more, so that a step that runs again changes nothing', () => {
    fc.assert(
      fc.property(references, changes, (reference, change) => {
        const once = apply(reference, change);
        expect(apply(once, change)).toEqual(once);
      }),
    );
  });
});

describe('a merge patch', () => {
  it('does what RFC 7386 says of it', () => {
    const cases: Array<[object, Record<string, unknown>, object]> = [
      [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
      [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
      [{ a: 'b' }, { a: null }, {}],
      [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
      [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
      [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
      [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
      [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
      [{ e: null }, { a: 1 }, { e: null, a: 1 }],
      [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
    ];
    for (const [target, patch, result] of cases) {
      expect(applyMergePatch(target, patch)).toEqual(result);
    }
  });
});
