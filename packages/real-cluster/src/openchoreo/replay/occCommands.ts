import { filler } from './cases/words';

/** A command of `occ secret`, and what it was seen to print. */
export interface OccCommand {
  args: string;
  stdout: string;
  stderr: string;
}

const onPlane = '-n acme --target-plane ClusterDataPlane/default';

/** Files that the commands name. */
export const files: Record<string, Buffer> = {
  'token.txt': Buffer.from('from-file\n'),
  'x.env': Buffer.from('A=1\nB="quoted"\n'),
  'bin.dat': Buffer.from([0, 1, 0xff, 0xfe]),
  'gateway.crt': Buffer.from(filler(656)),
  'gateway.key': Buffer.from(filler(241)),
};

const says = (args: string, line: string): OccCommand => ({
  args,
  stdout: `${line}\n`,
  stderr: '',
});

const fails = (args: string, message: string): OccCommand => ({
  args,
  stdout: '',
  stderr: `Error: ${message}\n`,
});

/** A secret as it is printed, with its values in base64. */
function shows(
  name: string,
  data: Record<string, string>,
  type = 'Opaque',
): OccCommand {
  const values = Object.entries(data).map(
    ([key, value]) => `  ${key}: ${value}`,
  );
  return says(
    `get ${name} -n acme`,
    [
      'apiVersion: v1',
      'data:',
      ...values,
      'kind: Secret',
      'metadata:',
      '  creationTimestamp: "<time>"',
      '  labels:',
      '    openchoreo.dev/managed-by: openchoreo-api',
      '    openchoreo.dev/secret-type: generic',
      `  name: ${name}`,
      '  namespace: acme',
      '  uid: <uid>',
      `type: ${type}`,
    ].join('\n'),
  );
}

const types = new Map([
  ['git-basic', 'kubernetes.io/basic-auth'],
  ['git-basic2', 'kubernetes.io/basic-auth'],
  ['git-ssh', 'kubernetes.io/ssh-auth'],
  ['regcred', 'kubernetes.io/dockerconfigjson'],
  ['tls-garbage', 'kubernetes.io/tls'],
  ['web-tls', 'kubernetes.io/tls'],
  ['occ-git', 'kubernetes.io/basic-auth'],
  ['occ-reg', 'kubernetes.io/dockerconfigjson'],
  ['occ-tls', 'kubernetes.io/tls'],
]);
const long = 'n'.repeat(253);
const width = 300;

/** A list, of which the recording kept the first {@link width} characters a line. */
function lists(names: string[]): OccCommand {
  const line = (name: string, type: string, plane: string) =>
    `${name.padEnd(256)}${type.padEnd(33)}${plane}`;
  return says(
    'list -n acme',
    [
      line('NAME', 'TYPE', 'TARGET PLAN…'),
      ...[...names].sort().map(name =>
        line(
          name,
          types.get(name) ?? 'Opaque',
          // the names of planes were cut off
          name === 'git-basic' || name === 'occ-git'
            ? 'ClusterWork…'
            : 'ClusterData…',
        ),
      ),
    ].join('\n'),
  );
}

const present = [
  ...['a.b.c', 'big1', 'big2', 'bin1', 'bin2', 'bin3', 'bin4', 'ctext'],
  ...['db-creds', 'dupkeys', 'foreign', 'forged-ref', 'git-basic'],
  ...['git-basic2', 'git-ssh', 'lab1', 'n'.repeat(50), 'n'.repeat(64), long],
  ...['proto', 'regcred', 'tls-garbage', 'unknownfield', 'web-tls'],
];
const added = ['occ-bin', 'occ-file', 'occ-git', 'occ-reg', 'occ-tls', 'occ1'];

/** In the order in which they were given, after the cases without authorization. */
export const occCommands: OccCommand[] = [
  lists(present),
  says(
    `create generic occ1 ${onPlane} --from-literal user=alice --from-literal password=p1`,
    "Secret 'occ1' created",
  ),
  fails(
    `create generic occ1 ${onPlane} --from-literal user=alice`,
    'secret already exists',
  ),
  shows('occ1', { password: 'cDE=', user: 'YWxpY2U=' }),
  says(
    `create generic occ-file ${onPlane} --from-file token=token.txt --from-env-file x.env`,
    "Secret 'occ-file' created",
  ),
  shows('occ-file', {
    A: 'MQ==',
    B: 'InF1b3RlZCI=',
    token: 'ZnJvbS1maWxlCg==',
  }),
  says(
    `create generic occ-bin ${onPlane} --from-file bin=bin.dat`,
    "Secret 'occ-bin' created",
  ),
  shows('occ-bin', { bin: 'AAHvv73vv70=' }),
  says(
    'create generic occ-git -n acme --target-plane ClusterWorkflowPlane/default --category git-credentials --type kubernetes.io/basic-auth --from-literal username=u --from-literal password=p',
    "Secret 'occ-git' created",
  ),
  says(
    `create docker-registry occ-reg ${onPlane} --docker-server ghcr.io --docker-username u --docker-password p --docker-email a@b.c`,
    "Secret 'occ-reg' created",
  ),
  shows(
    'occ-reg',
    {
      '.dockerconfigjson': Buffer.from(
        '{"auths":{"ghcr.io":{"auth":"dTpw","email":"a@b.c","password":"p","username":"u"}}}',
      ).toString('base64'),
    },
    'kubernetes.io/dockerconfigjson',
  ),
  says(
    `create tls occ-tls ${onPlane} --cert gateway.crt --key gateway.key`,
    "Secret 'occ-tls' created",
  ),
  fails(
    'create generic occ-noplane -n acme --from-literal a=1',
    'Missing required parameter: --target-plane\n\nTo see usage details:\n  occ secret create -h',
  ),
  fails(
    'create generic occ-badplane -n acme --target-plane default --from-literal a=1',
    'invalid --target-plane "default": expected Kind/Name (e.g. DataPlane/dp-prod)',
  ),
  fails(
    'create generic occ-missing -n acme --target-plane ClusterDataPlane/zzz --from-literal a=1',
    'target plane not found',
  ),
  fails(
    `create generic BAD_NAME ${onPlane} --from-literal a=1`,
    'Internal server error',
  ),
  fails(
    `create generic occ-nodata ${onPlane}`,
    'at least one of --from-literal, --from-file, or --from-env-file is required',
  ),
  lists([...present, ...added]),
  says(
    'update occ1 -n acme --from-literal password=p2',
    "Secret 'occ1' updated",
  ),
  shows('occ1', { password: 'cDI=', user: 'YWxpY2U=' }),
  says(
    'update occ1 -n acme --from-literal only=this --replace',
    "Secret 'occ1' updated",
  ),
  shows('occ1', { only: 'dGhpcw==' }),
  fails('update occ-absent -n acme --from-literal a=1', 'secret not found'),
  fails(
    'update occ1 -n acme',
    'at least one of --from-literal, --from-file, or --from-env-file is required',
  ),
  says('delete occ1 -n acme', "Secret 'occ1' deleted"),
  fails('delete occ1 -n acme', 'secret not found'),
  fails('get occ1 -n acme', 'secret not found'),
];

/** What a command printed, without what differs from run to run, and as wide as the recording. */
export function normalizePrinted(text: string): string {
  return text
    .replace(/creationTimestamp: "[^"]+"/, 'creationTimestamp: "<time>"')
    .replace(/uid: [-0-9a-f]{36}/, 'uid: <uid>')
    .split('\n')
    .map(line => (line.length > width ? `${line.slice(0, width)}…` : line))
    .join('\n');
}
