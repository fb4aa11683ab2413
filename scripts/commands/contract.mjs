import { countCases } from '../contract/cases.mjs';
import { casesOfOneWorld } from '../contract/compareWorlds.mjs';
import { describeTable } from '../contract/describeTable.mjs';
import {
  keepResults,
  keptResults,
  keyOfTests,
} from '../contract/keptResults.mjs';
import { readContractOptions } from '../contract/options.mjs';
import { ranByTests } from '../contract/ranByTests.mjs';
import { runArea } from '../contract/runArea.mjs';
import { startHolder } from '../contract/startHolder.mjs';
import { tasksOf } from '../contract/tasks.mjs';
import { onStopRequest, stopGroups } from '../process/children.mjs';
import { setUp } from '../setup/setUp.mjs';

/** Real programs leave a processor idle most of the time: with clusters of its own a second lane takes half of the time. */
const LANES = 2;

/**
 * Runs the contract in one world: the embedded one, or with `--real` the real programs, which are started once for each
 * of two lanes or, with `--on FILE`, are those that another process holds. With `--after-tests` what `npm test` has just
 * run is not run again. Other arguments are patterns and options of Jest.
 */
export async function run(args) {
  const options = readContractOptions(
    args,
    process.env.INIT_CWD ?? process.cwd(),
  );
  const { world, jest } = options;
  const toolchain = await setUp();
  const lanes = world === 'real' && !options.heldFile ? LANES : 1;
  const tasks = tasksOf(world, lanes);
  const key = keyOfTests();
  const runs = [];
  let stopped = false;
  const stopListening = onStopRequest(() => {
    stopped = true;
  });
  const runLane = async () => {
    let held = options.heldFile;
    for (
      let task = tasks.shift();
      task !== undefined && !stopped;
      task = tasks.shift()
    ) {
      const ran = options.afterTests && ranByTests(task.area, toolchain, key);
      if (ran) {
        console.log(`\n${task.area.name}: as \`npm test\` ran it`);
        const { failed } = countCases(ran);
        runs.push({ code: failed > 0 ? 1 : 0, cases: ran });
        continue;
      }
      const isShared = world === 'real' && !task.area.ownClusters;
      if (isShared) {
        held ??= await startHolder(toolchain);
      }
      const heldFile = isShared ? held : undefined;
      runs.push(await runArea(task, { toolchain, world, heldFile, jest }));
    }
  };
  try {
    await Promise.all(Array.from({ length: lanes }, runLane));
  } finally {
    await stopGroups();
    stopListening();
  }
  if (stopped) {
    return 130;
  }
  const cases = runs.flatMap(each => each.cases);
  const whole = jest.length === 0;
  if (whole) {
    keepResults(world, { key, cases });
  }
  const wrong = report(world, cases, whole ? key : undefined);
  return runs.some(({ code }) => code !== 0) || wrong ? 1 : 0;
}

/** Prints the table and what is wrong with it. @returns whether something is */
function report(world, cases, key) {
  const other = world === 'real' ? 'embedded' : 'real';
  const others = key && keptResults(other, key);
  console.log(
    `\n${describeTable({
      [world]: cases,
      ...(others && { [other]: others }),
    })}`,
  );
  const ofOne = others
    ? casesOfOneWorld({ [world]: cases, [other]: others })
    : [];
  for (const line of ofOne) {
    console.log(line);
  }
  if (key && !others) {
    console.log(`These tests have not yet been run in the ${other} world.`);
  }
  const { passed, failed, skipped } = countCases(cases);
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  return failed > 0 || passed === 0 || ofOne.length > 0 || (key && skipped > 0);
}
