import { causes, reference, references, withWorld } from '../world';

const stage = withWorld();

describe('a custom resource', () => {
  it('is held to its schema, in the words of the API server', async () => {
    const wrong = await stage.api.post(
      references(stage.ns),
      reference(
        'wrong',
        {},
        {
          targetPlane: { kind: 'Moon', name: '' },
          data: [],
          refreshInterval: 5,
          template: undefined,
        },
      ),
    );
    expect(wrong.code).toBe(422);
    expect(
      Object.fromEntries(
        causes(wrong).map((cause: any) => [
          cause.field,
          [cause.reason, cause.message],
        ]),
      ),
    ).toEqual({
      'spec.template': ['FieldValueRequired', 'Required value'],
      'spec.targetPlane.kind': [
        'FieldValueNotSupported',
        'Unsupported value: "Moon": supported values: "WorkflowPlane", "ClusterWorkflowPlane", "DataPlane", "ClusterDataPlane"',
      ],
      'spec.targetPlane.name': [
        'FieldValueInvalid',
        'Invalid value: "": spec.targetPlane.name in body should be at least 1 chars long',
      ],
      'spec.data': [
        'FieldValueInvalid',
        'Invalid value: 0: spec.data in body should have at least 1 items',
      ],
      'spec.refreshInterval': [
        'FieldValueTypeInvalid',
        'Invalid value: "integer": spec.refreshInterval in body must be of type string: "integer"',
      ],
    });
  });

  it('gets defaults, and loses fields that nobody knows', async () => {
    const loose = await stage.api.post(
      references(stage.ns),
      reference('loose', {}, { template: {}, surprise: 1 }),
    );
    expect(loose.body.spec).toEqual({
      template: { type: 'Opaque' },
      refreshInterval: '1h',
      data: [
        {
          secretKey: 'a',
          remoteRef: { key: 'secret/acme/generic/loose', property: 'a' },
        },
      ],
    });
    expect(loose.headers.warning).toBe(
      '299 - "unknown field \\"spec.surprise\\""',
    );
    const strict = await stage.api.post(
      `${references(stage.ns)}?fieldValidation=Strict`,
      reference('strict', {}, { surprise: 1 }),
    );
    expect([strict.code, strict.body.message]).toEqual([
      400,
      'SecretReference in version "v1alpha1" cannot be handled as a SecretReference: strict decoding error: unknown field "spec.surprise"',
    ]);
  });
});
