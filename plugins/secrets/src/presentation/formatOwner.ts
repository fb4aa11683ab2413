/** An owner without kind and default namespace: `team-payments` for `group:default/team-payments`. @internal */
export function formatOwner(owner: string): string {
  return owner.replace(/^[^:/]+:(default\/)?/, '');
}
