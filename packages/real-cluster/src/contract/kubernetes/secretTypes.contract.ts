import { causes, core, secret, withWorld } from '../world';

const stage = withWorld();
const secrets = () => `${core(stage.ns, 'secrets')}?dryRun=All`;

describe('a Secret', () => {
  it.each([
    ['kubernetes.io/tls', { 'tls.crt': 'c' }, ['data[tls.key]']],
    ['kubernetes.io/tls', { 'tls.crt': 'junk', 'tls.key': 'junk' }, []],
    ['kubernetes.io/tls', {}, ['data[tls.crt]', 'data[tls.key]']],
    ['kubernetes.io/basic-auth', {}, ['data[username]', 'data[password]']],
    ['kubernetes.io/basic-auth', { password: 'p' }, []],
    ['kubernetes.io/ssh-auth', { other: 'k' }, ['data[ssh-privatekey]']],
    [
      'kubernetes.io/ssh-auth',
      { 'ssh-privatekey': '' },
      ['data[ssh-privatekey]'],
    ],
    ['kubernetes.io/dockerconfigjson', {}, ['data[.dockerconfigjson]']],
    [
      'kubernetes.io/dockerconfigjson',
      { '.dockerconfigjson': '{"auths":{}}' },
      [],
    ],
    ['kubernetes.io/dockercfg', {}, ['data[.dockercfg]']],
    ['example.com/custom', { any: 'thing' }, []],
  ])('of type %s with %p lacks %p', async (type, values, fields) => {
    const answer = await stage.api.post(
      secrets(),
      secret('typed', values as Record<string, string>, { type }),
    );
    const found = answer.code === 201 ? [] : causes(answer);
    expect(
      found.map((cause: { field: string; reason: string }) => [
        cause.field,
        cause.reason,
      ]),
    ).toEqual(fields.map(field => [field, 'FieldValueRequired']));
  });

  it('T2: is refused without a word of a broken registry file', async () => {
    const answer = await stage.api.post(
      secrets(),
      secret(
        'registry',
        { '.dockerconfigjson': 'hunter2 is no JSON' },
        { type: 'kubernetes.io/dockerconfigjson' },
      ),
    );
    expect([answer.code, causes(answer)]).toEqual([
      422,
      [
        {
          reason: 'FieldValueInvalid',
          // The parser's own words follow, which name at most one character.
          message: expect.stringMatching(
            /^Invalid value: "<secret contents redacted>": /,
          ),
          field: 'data[.dockerconfigjson]',
        },
      ],
    ]);
    expect(answer.text).not.toContain('hunter2');
  });
});
