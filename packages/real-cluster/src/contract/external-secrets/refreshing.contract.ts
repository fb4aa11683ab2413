import { setTimeout as sleep } from 'node:timers/promises';
import { withScene } from './withScene';

const scene = withScene();
const seed = (user: string) =>
  scene.kv('POST', `data/${scene.remoteKey('db')}`, { data: { user } });

beforeEach(() => seed('a'));

describe('an ExternalSecret', () => {
  it('keeps to its refresh policy', async () => {
    await scene.createExternal('periodic', { refreshInterval: '1s' });
    await scene.createExternal('zero', { refreshInterval: '0' });
    await scene.createExternal('once', { refreshPolicy: 'CreatedOnce' });
    await scene.createExternal('change', {
      refreshPolicy: 'OnChange',
      refreshInterval: '1s',
    });
    const all = ['periodic', 'zero', 'once', 'change'];
    await Promise.all(all.map(name => scene.external(name, 'a')));
    // A refresh that read the object before it had its status may still be under way.
    await sleep(1000);
    await seed('b');
    await scene.external('periodic', 'b');
    const values = () =>
      Promise.all(
        all.map(async name =>
          Buffer.from(
            (await scene.get('secret', name)).data.USER,
            'base64',
          ).toString(),
        ),
      );
    expect(await values()).toEqual(['b', 'a', 'a', 'a']);
    for (const name of all) {
      await scene.refresh(name, '1');
    }
    await scene.external('change', 'b');
    expect(await values()).toEqual(['b', 'a', 'a', 'b']);
  });
});
