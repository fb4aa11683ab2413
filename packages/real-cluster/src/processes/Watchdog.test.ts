import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Program } from './Program';
import { Watchdog } from './Watchdog';

const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'strongroom-watchdog-'));
  writeFileSync(join(folder, 'secret.key'), 'x');
  return folder;
};

/** Kills what the kernel still runs; a killed child of ours is gone once its exit was seen. */
const runs = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('a watchdog', () => {
  it('takes along the programs with their own children, and the folder', async () => {
    const folder = newFolder();
    const watchdog = Watchdog.start(folder);
    const start = (name: string, script: string) =>
      Program.start({
        name,
        command: '/bin/sh',
        args: ['-c', script],
        folder,
        watchdog,
      });
    const sleeper = start('sleeper', 'sleep 60');
    const parent = start('parent', 'sleep 61 & echo $!; wait');
    await parent.ready(async () => parent.log().includes('\n'), 5_000);
    const child = Number(parent.log());
    const pids = [sleeper.pid!, parent.pid!, child];
    expect(pids.map(runs)).toEqual([true, true, true]);

    await watchdog.end();
    expect(existsSync(folder)).toBe(false);
    expect([sleeper.pid, parent.pid]).toEqual([undefined, undefined]);
    expect(runs(pids[0])).toBe(false);
  });

  it('kills nobody who has taken the id of a program that ended', async () => {
    const folder = newFolder();
    const watchdog = Watchdog.start(folder);
    const stranger = Program.start({
      name: 'stranger',
      command: '/bin/sleep',
      args: ['62'],
      folder,
      watchdog,
    });
    watchdog.remove(stranger.pid!);
    await watchdog.end();
    expect(runs(stranger.pid!)).toBe(true);
    await stranger.kill();
  });

  it('is not needed for a stop: when it was killed, the programs end all the same', async () => {
    const folder = newFolder();
    const watchdog = Watchdog.start(folder);
    process.kill(watchdog.pid!, 'SIGKILL');
    const orphan = Program.start({
      name: 'orphan',
      command: '/bin/sleep',
      args: ['63'],
      folder,
      watchdog,
    });
    const pid = orphan.pid!;
    expect(runs(pid)).toBe(true);
    await watchdog.end();
    expect(runs(pid)).toBe(false);
    expect(existsSync(folder)).toBe(false);
  });

  it('says with the end of its log why a program did not start', async () => {
    const folder = newFolder();
    const watchdog = Watchdog.start(folder);
    const broken = Program.start({
      name: 'broken',
      command: '/bin/sh',
      args: ['-c', 'echo no such flag; exit 1'],
      folder,
      watchdog,
    });
    await expect(broken.ready(async () => false)).rejects.toThrow(
      'broken ended while it started:\nno such flag',
    );
    await watchdog.end();
  });
});
