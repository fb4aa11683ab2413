import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { Failure } from '../setup/failure.mjs';
import { checkPortIsFree, freePort } from './ports.mjs';

test('a port in use is named, whichever address holds it', async () => {
  for (const host of ['127.0.0.1', '::1', '::']) {
    const port = await freePort();
    await checkPortIsFree(port, 'the app', 'Choose another.');
    const server = createServer();
    const listening = await new Promise(resolve => {
      server.once('error', () => resolve(false));
      server.listen(port, host, () => resolve(true));
    });
    if (listening) {
      await assert.rejects(
        checkPortIsFree(port, 'the app', 'Choose another.'),
        error =>
          error instanceof Failure && error.message.includes(`Port ${port}`),
      );
      await new Promise(resolve => server.close(resolve));
    }
  }
});
