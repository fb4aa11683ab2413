import path from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { measureBackend } from './measureBackend';
import { measureCold } from './measureCold';
import { measureReal } from './measureReal';
import { measureRecord } from './measureRecord';
import { measureRequests } from './measureRequests';
import { measureStart } from './measureStart';
import { describeFigures, presentLoad } from './report';
import { Figure } from './types';
import { Section, writeReport } from './writeReport';

const measurements: Record<Section, (() => Promise<Figure[]>)[]> = {
  'When it is set up': [measureStart, measureBackend, measureRequests],
  'First start with empty caches': [measureCold],
  'The record': [measureRecord],
  'On the real programs': [measureReal],
};

/** Measures what the project promises about speed and size, prints it and keeps it in `docs/bench.md`. */
async function main(section: Section): Promise<void> {
  const load = presentLoad();
  const figures: Figure[] = [];
  for (const measure of measurements[section]) {
    figures.push(...(await measure()));
  }
  const text = describeFigures(figures, load);
  console.log(text);
  writeReport(
    path.join(resolvePackagePath('backend'), '../../docs/bench.md'),
    section,
    text,
  );
}

function askedFor(args: string[]): Section {
  if (args.includes('--cold')) {
    return 'First start with empty caches';
  }
  if (args.includes('--record')) {
    return 'The record';
  }
  return args.includes('--real') ? 'On the real programs' : 'When it is set up';
}

main(askedFor(process.argv)).then(
  () => process.exit(0),
  error => {
    console.error(error);
    process.exit(1);
  },
);
