import { LoggedRequest, RequestLog } from '@strongroom/embedded-cluster';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareShapes } from './compareShapes';
import { callShapes, CallLogs, recordCallShapes } from './recordCallShapes';

const request = (fields: Partial<LoggedRequest>): LoggedRequest => ({
  verb: 'get',
  group: '',
  version: 'v1',
  resource: '',
  subresource: '',
  namespace: '',
  name: '',
  path: '/',
  query: {},
  contentType: '',
  accept: 'application/json',
  userAgent: 'strongroom',
  status: 200,
  ...fields,
});

function logs(
  kubernetes: Partial<LoggedRequest>[],
  kv: Partial<LoggedRequest>[] = [],
): CallLogs {
  const filled = (entries: Partial<LoggedRequest>[]) => {
    const log = RequestLog.create();
    for (const entry of entries) {
      log.record(request(entry));
    }
    return [log];
  };
  return { kubernetes: filled(kubernetes), kv: filled(kv) };
}

const secrets = { resource: 'secrets', namespace: 'acme' };

describe('shapes of calls', () => {
  it('say what was asked of an API server, without names and values', () => {
    const shapes = callShapes(
      'portal',
      logs([
        {
          ...secrets,
          verb: 'patch',
          name: 'db',
          query: { fieldManager: 'strongroom' },
          contentType: 'application/merge-patch+json',
          accept:
            'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
          body: JSON.stringify({
            metadata: { resourceVersion: '7' },
            data: { password: 'hunter2' },
          }),
        },
        {
          ...secrets,
          group: 'external-secrets.io',
          resource: 'pushsecrets',
          verb: 'delete',
          name: 'db',
          contentType: 'application/json',
          body: JSON.stringify({
            propagationPolicy: 'Background',
            preconditions: { uid: 'u', resourceVersion: null },
          }),
          status: 409,
        },
        {
          group: 'openchoreo.dev',
          resource: 'secretreferences',
          verb: 'watch',
          query: {
            watch: '1',
            resourceVersion: '12',
            timeoutSeconds: '240',
            labelSelector: 'a=b',
          },
        },
        { verb: 'get', path: '/version' },
      ]),
    );
    expect(shapes).toEqual([
      'kubernetes: delete external-secrets.io/pushsecrets propagationPolicy=Background if uid -> 409',
      'kubernetes: get /version -> 200',
      'kubernetes: patch core/secrets fieldManager if resourceVersion sends application/merge-patch+json wants metadata alone -> 200',
      'kubernetes: watch openchoreo.dev/secretreferences labelSelector resourceVersion timeoutSeconds watch=1 -> 200',
    ]);
    expect(shapes.join()).not.toMatch(/hunter2|acme|db\b/);
  });

  it('say what was asked of a KV store', () => {
    const entry = { namespace: 'secret', resource: 'data', name: 'acme/db' };
    expect(
      callShapes(
        'portal',
        logs(
          [],
          [
            { ...entry, verb: 'post', body: '{"options":{"cas":0},"data":{}}' },
            { ...entry, verb: 'post', body: '{"options":{"cas":3},"data":{}}' },
            {
              ...entry,
              verb: 'patch',
              resource: 'metadata',
              contentType: 'application/merge-patch+json',
              body: '{"metadata_cas":1}',
              status: 204,
            },
            { ...entry, query: { version: '3' }, status: 404 },
            { verb: 'post', resource: 'auth', name: 'plane/login' },
            { resource: 'auth', name: 'token/lookup-self' },
            { resource: 'sys', name: 'internal/ui/mounts/secret' },
          ],
        ),
      ),
    ).toEqual([
      'kv: get auth/token/lookup-self -> 200',
      'kv: get data/* version -> 404',
      'kv: get sys/internal/ui/mounts/* -> 200',
      'kv: patch metadata/* metadata_cas sends application/merge-patch+json -> 204',
      'kv: post auth/*/login -> 200',
      'kv: post data/* cas -> 200',
      'kv: post data/* cas=0 -> 200',
    ]);
  });

  it('leave out what faults did, what was never answered, and what others called', () => {
    const calls = logs([
      { ...secrets, fault: 'status', status: 503 },
      { ...secrets, status: 0 },
      { ...secrets, userAgent: 'kubectl/v1.35' },
      { ...secrets, userAgent: 'contract/1.0' },
    ]);
    expect(callShapes('portal', calls)).toEqual([]);
    expect(callShapes('contract', calls)).toEqual([
      'kubernetes: get core/secrets -> 200',
    ]);
  });

  it('are compared as they were recorded, and prove nothing when a side is silent', () => {
    const folder = mkdtempSync(join(tmpdir(), 'strongroom-shapes-'));
    const before = process.env.STRONGROOM_CALL_SHAPES;
    try {
      delete process.env.STRONGROOM_CALL_SHAPES;
      recordCallShapes('portal', logs([secrets]));
      expect(readdirSync(folder)).toEqual([]);
      process.env.STRONGROOM_CALL_SHAPES = folder;
      recordCallShapes(
        'portal',
        logs([
          { ...secrets, body: 'hunter2' },
          { ...secrets, status: 404 },
        ]),
      );
      expect(() => compareShapes(folder)).toThrow(
        'No calls of the contract were recorded.',
      );
      recordCallShapes('contract', logs([secrets]));
      expect(compareShapes(folder).withoutCase).toEqual([
        'kubernetes: get core/secrets -> 404',
      ]);
      for (const name of readdirSync(folder)) {
        expect(readFileSync(join(folder, name), 'utf8')).not.toMatch(
          /hunter2|acme/,
        );
      }
    } finally {
      if (before === undefined) {
        delete process.env.STRONGROOM_CALL_SHAPES;
      } else {
        process.env.STRONGROOM_CALL_SHAPES = before;
      }
      rmSync(folder, { recursive: true });
    }
  });
});
