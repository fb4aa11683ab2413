import { constants } from 'node:os';
import { spawn } from 'node:child_process';

/**
 * Runs a program on our own terminal and in our own process group, so that it sees Ctrl-C itself.
 *
 * @returns {Promise<number>} its exit code, in the shell's way for one that a signal ended
 */
export function runAttached(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    const forward = signal => {
      // A terminal has sent its Ctrl-C to the child already.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) {
        child.kill(signal);
      }
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) {
      process.on(signal, forward);
    }
    const stopListening = () => {
      for (const signal of signals) {
        process.off(signal, forward);
      }
    };
    child.once('error', error => {
      stopListening();
      reject(error);
    });
    child.once('exit', (code, signal) => {
      stopListening();
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}
