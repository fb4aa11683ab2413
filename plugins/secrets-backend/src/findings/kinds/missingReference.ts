import { Detector } from '../types';

/** A secret that workloads refer to and that is not there. */
export const missingReference: Detector = {
  kind: 'MissingReference',
  *detect(view) {
    const missing = new Map<
      string,
      { keys: Set<string>; users: Set<string> }
    >();
    for (const workload of view.workloads) {
      for (const { name, key } of workload.uses) {
        if (!view.row(workload.namespace, name)) {
          const id = `${workload.namespace}/${name}`;
          const found = missing.get(id) ?? {
            keys: new Set<string>(),
            users: new Set<string>(),
          };
          missing.set(id, found);
          found.users.add(workload.component ?? workload.name);
          if (key) {
            found.keys.add(key);
          }
        }
      }
    }
    for (const [id, { keys, users }] of missing) {
      const [namespace, name] = id.split('/');
      if (!view.runningOn(namespace, name)) {
        const names = [...users].sort().join(', ');
        yield {
          kind: 'MissingReference',
          severity: 'error',
          identity: [namespace, name],
          namespace,
          name,
          isAbsence: true,
          keys: [...keys].sort(),
          sentence: `There is no secret of this name, and ${
            users.size === 1 ? 'a component refers' : 'components refer'
          } to it: ${names}.`,
          remedy:
            'Create the secret with the keys that are named, or correct the workload.',
        };
      }
    }
  },
};
