import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CallSide } from './recordCallShapes';

/** What was called, and what of it no case of the contract calls. */
export interface ShapeComparison {
  portal: string[];
  contract: string[];
  withoutCase: string[];
}

/** Compares what both sides recorded in a folder. @throws when a side recorded nothing, because then nothing is proven */
export function compareShapes(folder: string): ShapeComparison {
  const portal = readSide(folder, 'portal');
  const contract = readSide(folder, 'contract');
  return {
    portal,
    contract,
    withoutCase: portal.filter(shape => !contract.includes(shape)),
  };
}

function readSide(folder: string, side: CallSide): string[] {
  const shapes = readdirSync(folder)
    .filter(name => name.startsWith(`${side}-`))
    .flatMap(name => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter(Boolean);
  if (shapes.length === 0) {
    throw new Error(`No calls of the ${side} were recorded.`);
  }
  return [...new Set(shapes)].sort();
}
