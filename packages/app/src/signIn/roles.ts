/** The users of the demo, each with what it may do. The backend's policy decides; this only tells. */
export const ROLES = [
  {
    name: 'payments-dev',
    sentence:
      'Creates, changes and deletes secrets in the namespace payments, and reads those in shared.',
  },
  {
    name: 'frontend-dev',
    sentence:
      'Creates, changes and deletes secrets in the namespace frontend, and reads those in shared.',
  },
  {
    name: 'platform',
    sentence: 'Does everything in every namespace, and reviews.',
  },
  {
    name: 'security',
    sentence:
      'Sees names, keys, delivery and activity in every namespace, and changes nothing.',
  },
  {
    name: 'guest',
    sentence: 'Sees the Secrets tab, but no namespace.',
  },
] as const;

/** Name of a demo user. */
export type Role = (typeof ROLES)[number]['name'];
