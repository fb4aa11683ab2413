import { HttpClient } from '../http';

/** Calls `/v1/<path>`. @returns the body @throws with the words of the server when it refuses */
export async function callOpenBao(
  client: HttpClient,
  method: string,
  path: string,
  body?: object,
) {
  const { code, text } = await client.send(method, `/v1/${path}`, { body });
  if (code > 299) {
    throw new Error(`OpenBao answered ${path} with ${code}: ${text}`);
  }
  return text ? JSON.parse(text) : undefined;
}
