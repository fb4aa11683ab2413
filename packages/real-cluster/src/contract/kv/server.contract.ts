import { withWorld } from '../world';
import { errors, seen } from './answers';
import { Entry } from './Entry';

const stage = withWorld();
const entry = Entry.on(stage);
const health = (query = '') => stage.kv.call('GET', `sys/health${query}`);

describe('the server', () => {
  it('tells without a token how it is, by its status unless asked for another', async () => {
    const anybody = entry.as('');
    const answer = await anybody.call('GET', 'sys/health');
    expect([answer.code, answer.body]).toEqual([
      200,
      expect.objectContaining({
        initialized: true,
        sealed: false,
        standby: false,
      }),
    ]);
    expect((await health('?activecode=222')).code).toBe(222);
    expect(
      (await health('?standbyok=true&perfstandbyok=true')).body.sealed,
    ).toBe(false);
    const leader = await anybody.call('GET', 'sys/leader');
    expect([leader.code, leader.body.is_self]).toEqual([200, true]);
  });

  it('refuses everything while it is sealed, but tells that it is, and loses nothing', async () => {
    await entry.write({ p: '1' });
    await stage.world.kv.seal();
    try {
      const sealed = [503, errors('Vault is sealed')];
      for (const answer of [
        await entry.read(),
        await entry.write({ p: '2' }),
        await entry.write({ p: '2' }, 0),
        await entry.metadata(),
        await stage.kv.call(
          'GET',
          `secret/metadata/${entry.folder}/?list=true`,
        ),
        await stage.kv.call('GET', 'auth/token/lookup-self'),
        await stage.kv.call('GET', 'sys/internal/ui/mounts/secret'),
        await entry.as('garbage').call('GET', `secret/data/${entry.path}`),
        await stage.kv.call('POST', 'auth/approle/login', { role_id: 'x' }),
      ]) {
        expect(seen(answer)).toEqual(sealed);
      }
      for (const query of ['', '?standbyok=true&perfstandbyok=true']) {
        const answer = await health(query);
        expect([answer.code, answer.body]).toEqual([
          503,
          expect.objectContaining({
            initialized: true,
            sealed: true,
            standby: true,
          }),
        ]);
      }
      expect((await health('?sealedcode=222')).code).toBe(222);
    } finally {
      await stage.world.kv.unseal();
    }
    expect((await entry.read()).body.data.data).toEqual({ p: '1' });
    expect((await health()).code).toBe(200);
  });

  it('refuses connections while it is stopped, and has everything when it is back', async () => {
    await entry.write({ p: '1' });
    await stage.world.kv.kill();
    try {
      await expect(entry.as('').call('GET', 'sys/health')).rejects.toThrow(
        'ECONNREFUSED',
      );
    } finally {
      await stage.world.kv.start();
    }
    const fresh = entry.as(stage.world.kv.token);
    const read = await fresh.call('GET', `secret/data/${entry.path}`);
    expect(read.body.data.data).toEqual({ p: '1' });
  });
});
