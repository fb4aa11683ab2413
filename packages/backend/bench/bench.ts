import path from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { measureBackend } from './measureBackend';
import { measureCold } from './measureCold';
import { measureRequests } from './measureRequests';
import { measureStart } from './measureStart';
import { describeFigures, presentLoad } from './report';
import { Figure } from './types';
import { writeReport } from './writeReport';

/** Measures what the project promises about speed and size, prints it and keeps it in `docs/bench.md`. */
async function main(cold: boolean): Promise<void> {
  const load = presentLoad();
  const figures: Figure[] = [];
  const measurements = cold
    ? [measureCold]
    : [measureStart, measureBackend, measureRequests];
  for (const measure of measurements) {
    figures.push(...(await measure()));
  }
  const text = describeFigures(figures, load);
  console.log(text);
  writeReport(
    path.join(resolvePackagePath('backend'), '../../docs/bench.md'),
    cold ? 'First start with empty caches' : 'When it is set up',
    text,
  );
}

main(process.argv.includes('--cold')).then(
  () => process.exit(0),
  error => {
    console.error(error);
    process.exit(1);
  },
);
