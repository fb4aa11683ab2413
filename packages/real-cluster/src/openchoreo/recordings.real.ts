import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { plainCases, ReplayCase, roleCases } from './replay/cases';
import { normalize } from './replay/normalize';
import { objectsAfter, SeenSecret } from './replay/objects';
import { normalizePrinted, occCommands } from './replay/occCommands';

/** A folder with `http.jsonl` and `objects.yaml` as they were recorded, where there is one. */
const folder = process.env.STRONGROOM_RECORDED_OPENCHOREO;
const cases = [...plainCases, ...roleCases];

const masked = /^<(\d+) (characters|bytes of JSON)>$/;

/** Whether a value of ours is what was recorded, of which long texts were replaced by their length. */
function isRecorded(ours: any, recorded: any): boolean {
  if (typeof recorded === 'string') {
    const length = masked.exec(recorded)?.[1];
    if (length) {
      const text = typeof ours === 'string' ? ours : JSON.stringify(ours);
      return text.length === Number(length);
    }
    return ours === recorded || /^<a PKCS#8 .*>$/.test(recorded);
  }
  if (Array.isArray(recorded)) {
    const more = /^… (\d+) more$/.exec(recorded.at(-1))?.[1];
    const shown = more ? recorded.slice(0, -1) : recorded;
    return (
      ours.length === shown.length + Number(more ?? 0) &&
      shown.every((item, index) => isRecorded(ours[index], item))
    );
  }
  if (typeof recorded === 'object' && recorded !== null) {
    const keys = Object.keys(recorded).sort();
    const own = Object.keys(ours).filter(key => ours[key] !== undefined);
    return (
      String(own.sort()) === String(keys) &&
      keys.every(key => isRecorded(ours[key], recorded[key]))
    );
  }
  return ours === recorded;
}

/** What a case of ours sends, as the recorder wrote it down. */
function sentBy({ body, headers = {} }: ReplayCase) {
  return {
    headers: {
      ...headers,
      ...(headers.authorization && headers.authorization !== 'Bearer x.y.z'
        ? { authorization: 'Bearer <jwt>' }
        : {}),
    },
    body: Buffer.isBuffer(body) ? body.toString() : body,
  };
}

function withoutUndefined(value: object): object {
  return JSON.parse(JSON.stringify(value));
}

/** Every part of a case that is not as it was recorded. */
function differences(ours: ReplayCase, { request, response }: any): object[] {
  const { body, headers } = sentBy(ours);
  const cursor: string = response.body?.pagination?.nextCursor ?? '';
  const isHidden =
    typeof response.body === 'string' && masked.test(response.body);
  // of a body that is hidden, the cursor is as long as the one after `a.b.c`, less a letter
  const isCut = isHidden && (ours.answer as any).pagination?.nextCursor;
  const parts: Record<string, [unknown, unknown]> = {
    method: [ours.method, request.method],
    path: [ours.path, request.path.replace(/cursor=eyJ\w+/, 'cursor={cursor}')],
    headers: [headers, request.headers],
    body: [body ?? '', request.body ?? ''],
    status: [ours.status, response.status],
    contentType: [ours.contentType, response.headers['content-type']],
    allow: [ours.allow, response.headers.allow],
    bytes: [ours.bytes + (isCut ? 106 : cursor.length), response.bytes],
    answer: isHidden
      ? [undefined, undefined]
      : [ours.answer, normalize(response.body)],
  };
  return Object.entries(parts)
    .filter(([, [own, recorded]]) => !isRecorded(own, recorded))
    .map(([part, [own, recorded]]) => ({ part, own, recorded }));
}

it('has a case for every number of the recording', () => {
  expect(cases).toHaveLength(162);
  const numbers = (kind: string, list: ReplayCase[]) =>
    list.map(({ name }) => name.slice(0, kind.length + 4));
  const counted = (kind: string, count: number) =>
    Array.from(
      { length: count },
      (_, index) => `${kind}/${String(index + 1).padStart(3, '0')}`,
    );
  expect(numbers('plain', plainCases)).toEqual(counted('plain', 133));
  expect(numbers('with-roles', roleCases)).toEqual(counted('with-roles', 29));
});

if (folder) {
  const lines = readFileSync(join(folder, 'http.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));

  it('has as many cases as were recorded', () => {
    expect(cases.map(({ name }) => name)).toEqual(
      lines.map(({ case: name }) => name),
    );
  });

  it.each(lines.map((line, index) => [line.case, line, cases[index]] as const))(
    'holds %s as it was recorded',
    (_name, recorded, ours) => {
      expect(differences(ours, recorded)).toEqual([]);
    },
  );

  it('holds every command of `occ secret` with what it printed', () => {
    const blocks = readFileSync(join(folder, 'occ.txt'), 'utf8').split(
      '$ occ ',
    );
    const recorded = blocks.flatMap(block => {
      const [command, ...rest] = block.split('\n');
      const end = rest.findIndex(line => line.startsWith('[exit'));
      const printed = rest.slice(0, end).map(line => `${line}\n`);
      const isError = (line: string) => line.startsWith('[stderr] ');
      return command.startsWith('secret ') && !command.endsWith('--help')
        ? [
            {
              args: command.slice('secret '.length),
              stdout: normalizePrinted(
                printed.filter(line => !isError(line)).join(''),
              ),
              stderr: printed
                .filter(isError)
                .map(line => line.slice('[stderr] '.length))
                .join(''),
            },
          ]
        : [];
    });
    expect(occCommands).toEqual(recorded);
  });

  /** Titles of the recorded objects by the case after which they stood. */
  const titles: Record<string, string> = {
    opaque: 'plain/002-create-opaque',
    'basic-auth': 'plain/003-create-basic-auth',
    'ssh-auth': 'plain/005-create-ssh-auth',
    dockerconfigjson: 'plain/006-create-dockerconfigjson',
    tls: 'plain/007-create-tls',
    'opaque-after-same-key-update': 'plain/023-update-same-keys',
    'opaque-after-key-change-and-labels-dropped':
      'plain/024-update-other-keys-no-labels',
    'orphan-after-namespace-absent': 'plain/083-create-namespace-absent',
    'create-over-foreign-plane-secret':
      'plain/104-create-over-foreign-plane-secret',
    'orphans-after-v1-secretreference-delete':
      'plain/112-delete-secretreference-v1-of-managed',
    'gitsecret-basic': 'plain/115-gitsecret-create-basic',
    'gitsecret-ssh': 'plain/116-gitsecret-create-ssh',
  };

  const kinds: Record<string, keyof SeenSecret> = {
    SecretReference: 'reference',
    Secret: 'secret',
    PushSecret: 'pushSecret',
  };

  it('demands every object that was recorded', () => {
    const documents = readFileSync(join(folder, 'objects.yaml'), 'utf8')
      .split('\n---\n')
      .map(text => {
        const [title, , writers] = text.split('\n')[0].slice(2).split(' · ');
        return { title, writers, object: parse(text) };
      });
    const seen = documents.flatMap(({ title, writers, object }) =>
      (object.kind === 'List' ? object.items : [object])
        .filter(({ kind }: any) => kind !== 'Namespace')
        .map((item: any) => ({ title, item, writers })),
    );
    expect(seen.length).toBeGreaterThan(30);
    for (const { title, item, writers } of seen) {
      const { writers: ours, ...wanted } =
        objectsAfter[titles[title]].seen[kinds[item.kind]]!;
      const recorded = {
        labels: item.metadata.labels ?? {},
        annotations: Object.keys(item.metadata.annotations ?? {}),
        generation: item.metadata.generation,
        content: item.spec ?? { type: item.type, data: item.data },
      };
      // when they differ, both are shown whole
      const known = isRecorded(wanted, withoutUndefined(recorded));
      expect({ title, content: known || wanted }).toEqual({
        title,
        content: known || recorded,
      });
      const names = writers.replace('written by', '').trim();
      expect([title, names && ours.join(', ')]).toEqual([title, names]);
    }
  });
}
