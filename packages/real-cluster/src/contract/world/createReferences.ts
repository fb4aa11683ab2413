import { reference, references } from './samples';
import type { Stage } from './withWorld';

/** Makes references, each labelled with the first letter of its name. */
export async function createReferences(
  { api, ns }: Stage,
  ...wanted: string[]
): Promise<void> {
  for (const name of wanted) {
    const { code, text } = await api.post(
      references(ns),
      reference(name, { labels: { first: name[0] } }),
    );
    if (code !== 201) {
      throw new Error(`No reference ${name}: ${text}`);
    }
  }
}
