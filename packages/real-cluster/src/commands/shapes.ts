import { compareShapes } from '../shapes';

/** Says which calls of the portal, recorded in the folder that it is given, no case of the contract makes. */
function main(folder: string): void {
  const { portal, withoutCase } = compareShapes(folder);
  for (const shape of withoutCase) {
    console.log(`Without a case: ${shape}`);
  }
  console.log(
    `The portal makes calls of ${portal.length} shapes; ${
      withoutCase.length || 'none'
    } of them ${
      withoutCase.length === 1 ? 'has' : 'have'
    } no case in the contract.`,
  );
  if (withoutCase.length > 0) {
    process.exitCode = 1;
  }
}

main(process.argv[2]);
