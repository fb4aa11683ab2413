import { spawnSync } from 'node:child_process';

// By the global object, because lint takes a file with a plain `describe` for a test file.
const { describe: group } = globalThis;

/**
 * Groups tests that need a program of the machine. Without it they are named as left out, unless
 * `STRONGROOM_REQUIRE_TOOLS=1` says that all must run; then the group fails.
 */
export function describeWithTool(
  tool: string,
  title: string,
  tests: () => void,
): void {
  const missing = isInstalled(tool) ? undefined : `${tool} is not installed`;
  describeUnless(missing, title, tests);
}

/** Groups tests unless something is missing; then they are named as left out, or fail where all must run. */
export function describeUnless(
  missing: string | undefined,
  title: string,
  tests: () => void,
): void {
  if (!missing) {
    group(title, tests);
  } else if (process.env.STRONGROOM_REQUIRE_TOOLS === '1') {
    group(title, () => {
      throw new Error(missing);
    });
  } else {
    process.stdout.write(`Left out, ${missing}: ${title}\n`);
    group.skip(`${title} (left out: ${missing})`, tests);
  }
}

function isInstalled(tool: string): boolean {
  return spawnSync(tool, ['-V'], { stdio: 'ignore' }).error === undefined;
}
