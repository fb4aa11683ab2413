import { Occ } from './occ';
import { plainCases, roleCases, roles } from './replay/cases';
import { look, objectsAfter } from './replay/objects';
import { files, normalizePrinted, occCommands } from './replay/occCommands';
import { acme, draft } from './replay/cases/words';
import { demandedBy, Replay } from './replay/Replay';
import { request } from './replay/request';
import { estate, strangers } from './replay/seeds';
import { World } from './replay/World';
import { OpenChoreo } from './startOpenChoreo';

jest.setTimeout(180_000);

let world: World;
const running: OpenChoreo[] = [];

beforeAll(async () => {
  world = await World.start();
  await world.put(estate);
});

afterAll(async () => {
  for (const server of running) {
    await server.stop();
  }
  await world?.stop();
});

async function start(granted?: typeof roles): Promise<Replay> {
  const server = await world.openChoreo(granted);
  running.push(server);
  return Replay.create(server.url);
}

describe('the stand-in of openchoreo-api, in the order of the recording', () => {
  let replay: Replay;

  beforeAll(async () => {
    replay = await start();
  });

  it.each(plainCases.map(one => [one.name, one] as const))(
    '%s',
    async (name, one) => {
      if (name === 'plain/092-get-gitops-ref') {
        await world.put(strangers);
      }
      expect(await replay.ask(one)).toEqual(demandedBy(one));
      const after = objectsAfter[name];
      expect(after && (await look(world, after))).toEqual(after?.seen);
    },
  );
});

describe('its command line, on what the cases have left', () => {
  let occ: Occ;

  beforeAll(async () => {
    const server = await world.openChoreo();
    running.push(server);
    occ = Occ.create({
      url: server.url,
      readFile: async path => files[path],
    });
  });

  it.each(occCommands.map(one => [one.args, one] as const))(
    'occ secret %s',
    async (args, { stdout, stderr }) => {
      const printed = await occ.run(...args.split(' '));
      expect({
        ...printed,
        stdout: normalizePrinted(printed.stdout),
      }).toEqual({ code: stderr ? 1 : 0, stdout, stderr });
    },
  );
});

describe('the same with authorization', () => {
  let replay: Replay;

  beforeAll(async () => {
    replay = await start(roles);
  });

  it.each(roleCases.map(one => [one.name, one] as const))(
    '%s',
    async (_name, one) => {
      expect(await replay.ask(one)).toEqual(demandedBy(one));
    },
  );
});

it('locks nothing: of eight creates at once one wins, and others have written too', async () => {
  const server = await world.openChoreo();
  running.push(server);
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, number) =>
      request(server.url, 'POST', acme, {
        body: draft('contended', { [`key-${number}`]: 'value' }),
      }),
    ),
  );
  const codes = answers.map(({ status }) => status);
  expect(codes.filter(code => code === 201)).toHaveLength(1);
  expect(codes.filter(code => code === 500).length).toBeGreaterThan(0);
  const { reference, secret, pushSecret } = await look(world, {
    namespace: 'acme',
    planeNamespace: 'openchoreo-kv-acme',
    name: 'contended',
  });
  expect([reference, secret, pushSecret]).not.toContain(undefined);
});
