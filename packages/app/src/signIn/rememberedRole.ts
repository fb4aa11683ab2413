import { Role, ROLES } from './roles';

const KEY = 'strongroom-demo-role';

/**
 * The role this browser tab signed in with, so that a reload does so again.
 * Kept per tab: two roles can be looked at side by side.
 */
export function rememberedRole(): Role | undefined {
  const name = sessionStorage.getItem(KEY);
  return ROLES.find(role => role.name === name)?.name;
}

/** Remembers a role, or forgets it when undefined. */
export function rememberRole(role: Role | undefined): void {
  if (role) {
    sessionStorage.setItem(KEY, role);
  } else {
    sessionStorage.removeItem(KEY);
  }
}
