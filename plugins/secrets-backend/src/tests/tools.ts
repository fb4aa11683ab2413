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
  if (isInstalled(tool)) {
    group(title, tests);
  } else if (process.env.STRONGROOM_REQUIRE_TOOLS === '1') {
    group(title, () => {
      throw new Error(`${tool} is not installed`);
    });
  } else {
    process.stdout.write(`Left out, ${tool} is not installed: ${title}\n`);
    group.skip(`${title} (left out: ${tool} is not installed)`, tests);
  }
}

function isInstalled(tool: string): boolean {
  return spawnSync(tool, ['-V'], { stdio: 'ignore' }).error === undefined;
}
