import { request } from 'node:http';
import type { Order } from './types';

/**
 * Has the holder do something, and waits until it is done.
 * @throws with the holder's words when it could not, and a sentence when there is no holder any more
 */
export async function giveOrder(socket: string, order: Order): Promise<void> {
  const failure = await new Promise<string | undefined>((resolve, reject) => {
    const sent = request(
      { socketPath: socket, method: 'POST', path: '/', agent: false },
      async response => {
        let text = '';
        for await (const chunk of response) {
          text += chunk;
        }
        resolve(response.statusCode === 204 ? undefined : text);
      },
    );
    sent.on('error', error =>
      reject(
        new Error(`The held real cluster does not answer: ${error.message}`),
      ),
    );
    sent.end(JSON.stringify(order));
  });
  if (failure !== undefined) {
    throw new Error(failure);
  }
}
