/** Who may sign in to the demo, by role, with the groups each belongs to. */
export const DEMO_ROLES = {
  'payments-dev': ['group:default/team-payments'],
  'frontend-dev': ['group:default/team-frontend'],
  platform: ['group:default/platform'],
  security: ['group:default/security'],
  guest: [],
} satisfies Record<string, string[]>;

/** Name of a demo role. */
export type DemoRole = keyof typeof DEMO_ROLES;

/** Whether a name is one of the demo roles. */
export function isDemoRole(name: unknown): name is DemoRole {
  return typeof name === 'string' && Object.hasOwn(DEMO_ROLES, name);
}
