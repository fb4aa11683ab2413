import { observeSecret as observeContent } from './faults/observeSecret';
import { TestPortal } from './startPortal';

/** What is there of a secret, everywhere it could be. */
export interface ObservedEverywhere {
  reference: boolean;
  secret: boolean;
  pushSecret: boolean;
  /** Its key `token` as the store has it. */
  stored: string | undefined;
  listed: boolean;
}

/** Whether there is anything of it in the control plane, the plane, the store and the portal's list. */
export async function observeSecret(
  portal: Pick<TestPortal, 'world' | 'as'>,
  namespace: string,
  name: string,
): Promise<ObservedEverywhere> {
  const found = await observeContent(portal, namespace, name);
  return {
    reference: found.reference !== undefined,
    secret: found.secret !== undefined,
    pushSecret: found.pushSecret,
    stored: found.stored?.token,
    listed: found.listed !== undefined,
  };
}
