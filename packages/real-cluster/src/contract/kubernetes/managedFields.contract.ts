import { setTimeout as sleep } from 'node:timers/promises';
import { base64, core, metadataOnly, secret, withWorld } from '../world';

const stage = withWorld();

describe('the managed fields of a Secret', () => {
  it('shows which manager wrote which key of a Secret', async () => {
    const path = `${core(stage.ns, 'secrets')}/tracked`;
    await stage.api.post(
      `${core(stage.ns, 'secrets')}?fieldManager=first`,
      secret('tracked', { a: '1', b: '2' }),
    );
    await stage.api.merge(`${path}?fieldManager=strongroom`, {
      data: { b: base64('5'), c: base64('3'), a: null },
    });
    const keysOf = async () => {
      const { managedFields } = (
        await stage.api.get(path, { accept: metadataOnly })
      ).body.metadata;
      return managedFields.map((entry: any) => [
        entry.manager,
        entry.operation,
        entry.apiVersion,
        entry.fieldsV1,
      ]);
    };
    expect(await keysOf()).toEqual([
      ['first', 'Update', 'v1', { 'f:data': {}, 'f:type': {} }],
      ['strongroom', 'Update', 'v1', { 'f:data': { 'f:b': {}, 'f:c': {} } }],
    ]);
    await stage.api.merge(`${path}?fieldManager=first`, {
      data: { b: base64('5') },
    });
    expect((await keysOf())[1][3]).toEqual({
      'f:data': { 'f:b': {}, 'f:c': {} },
    });
    await stage.api.merge(
      path,
      {
        metadata: { labels: { l: 'x' }, annotations: { n: 'y' } },
      },
      { userAgent: 'kubectl/v1.35' },
    );
    expect((await keysOf())[1]).toEqual([
      'kubectl',
      'Update',
      'v1',
      {
        'f:metadata': {
          'f:annotations': { '.': {}, 'f:n': {} },
          'f:labels': { '.': {}, 'f:l': {} },
        },
      },
    ]);
  });

  it('moves the time of a manager when it writes a field, not when it only removes some', async () => {
    const path = `${core(stage.ns, 'secrets')}/timed`;
    await stage.api.post(
      core(stage.ns, 'secrets'),
      secret('timed', { a: '1', b: '2', c: '3' }),
    );
    const timeOf = async () => {
      const { managedFields } = (
        await stage.api.get(path, { accept: metadataOnly })
      ).body.metadata;
      return Date.parse(managedFields[0].time);
    };
    const created = await timeOf();
    await sleep(1_100);
    await stage.api.merge(path, { data: { a: null } });
    expect(await timeOf()).toBe(created);
    await stage.api.merge(path, { data: { b: base64('4') } });
    expect(await timeOf()).toBeGreaterThan(created);
  });
});
