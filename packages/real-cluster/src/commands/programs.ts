import { obtainPrograms, ProgramName } from '../programs';

const all: ProgramName[] = [
  'bao',
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'external-secrets',
  'kubectl',
];
const asked = all.filter(name => process.argv.includes(name));

/** Gets the programs that its arguments name, or every one, so that later starts take seconds; and says their paths. */
obtainPrograms(asked.length > 0 ? asked : all).then(
  programs => {
    for (const { name, path } of Object.values(programs)) {
      console.log(`${name}: ${path}`);
    }
  },
  error => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
