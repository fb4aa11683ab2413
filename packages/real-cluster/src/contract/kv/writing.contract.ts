import { absent, answer, errors, seen, stale, version } from './answers';
import { Entry } from './Entry';
import { withWorld } from '../world';

const stage = withWorld();
const entry = Entry.on(stage);

describe('an entry', () => {
  it('is written when it is at the expected version, and read at each', async () => {
    expect(seen(await entry.read())).toEqual(absent);
    expect(seen(await entry.write({ p: '1', u: '1' }, 0))).toEqual([
      200,
      answer(version(1)),
    ]);
    expect(seen(await entry.write({ p: '2' }, 0))).toEqual(stale);
    expect(seen(await entry.write({ p: '2', u: '9' }, 1))).toEqual([
      200,
      answer(version(2)),
    ]);
    expect(seen(await entry.read())).toEqual([
      200,
      answer({ data: { p: '2', u: '9' }, metadata: version(2) }),
    ]);
    expect((await entry.read(1)).body.data.data).toEqual({
      p: '1',
      u: '1',
    });
    expect(seen(await entry.read(9))).toEqual(absent);
  });

  it('is written once by eight at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        entry.write({ p: String(index) }, 0),
      ),
    );
    expect(answers.map(({ code }) => code).sort()).toEqual([
      200,
      ...Array(7).fill(400),
    ]);
  });

  it('is changed in part, with the version as precondition', async () => {
    const patched = { options: { cas: 1 }, data: { u: null, n: '3' } };
    // The only answer of the store without any text.
    expect(seen(await entry.patch(patched))).toEqual([404, '']);
    await entry.write({ p: '1', u: '1' });
    expect(seen(await entry.patch(patched))).toEqual([200, answer(version(2))]);
    expect((await entry.read()).body.data.data).toEqual({ p: '1', n: '3' });
    expect(seen(await entry.patch(patched))).toEqual(stale);
    expect(seen(await entry.patch(patched, 'application/json'))).toEqual([
      415,
      errors(
        'PATCH requires Content-Type of application/merge-patch+json, provided application/json',
      ),
    ]);
    expect(seen(await entry.send('GET', 'subkeys'))).toEqual([
      200,
      answer({ metadata: version(2), subkeys: { n: null, p: null } }),
    ]);
  });

  it('T8: is refused when it is too large, and stays as it was', async () => {
    await entry.write({ p: '1' });
    const tooLarge = [
      500,
      errors(
        expect.stringMatching(
          /^1 error occurred:\n\t\* put failed due to value being too large; got \d+ bytes, max 1048576 bytes\n\n$/,
        ),
      ),
    ];
    const large = 'x'.repeat(1024 * 1024);
    expect(seen(await entry.write({ p: large }))).toEqual(tooLarge);
    expect(seen(await entry.write({ p: large }, 1))).toEqual(tooLarge);
    expect(
      seen(await entry.patch({ options: { cas: 1 }, data: { q: large } })),
    ).toEqual(tooLarge);
    expect((await entry.read()).body.data.data).toEqual({ p: '1' });
    expect(seen(await entry.write({ p: 'x'.repeat(1_000_000) }, 1))[0]).toBe(
      200,
    );
  });

  it('is refused when it is none', async () => {
    const write = (body: object) => entry.send('POST', 'data', body);
    expect(seen(await write({ options: { cas: 0 } }))).toEqual([
      400,
      errors('no data provided'),
    ]);
    expect(seen(await write({ data: 'x' }))).toEqual([
      400,
      errors(
        `error converting input for field "data": '' expected type 'map[string]interface {}', got unconvertible type 'string'`,
      ),
    ]);
    expect(
      seen(await write({ data: { a: '1' }, options: { cas: 'x' } })),
    ).toEqual([400, errors('error parsing check-and-set parameter')]);
    expect(seen(await entry.read())).toEqual(absent);
  });
});
