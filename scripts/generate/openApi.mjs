import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import openapiTypes, { astToString } from 'openapi-typescript';
import prettier from 'prettier';
import { parse } from 'yaml';
import { root } from '../paths.mjs';

// Writes what is derived from the OpenAPI document: the types for everyone, and the document itself
// as a module for the backend, because a published package holds no YAML to read.

const source = 'plugins/secrets-backend/src/schema/openapi.yaml';
const headline = `// Generated from ${source} by \`npm run generate\`; edit that instead.\n/* eslint-disable */\n`;

const document = parse(readFileSync(join(root, source), 'utf8'));

await write(
  'plugins/secrets-common/src/schema/openapi.generated.ts',
  // what has a default may be left out by a caller
  astToString(
    await openapiTypes(structuredClone(document), {
      defaultNonNullable: false,
    }),
  ),
);
await write(
  'plugins/secrets-backend/src/schema/openapi.generated.ts',
  `/** The OpenAPI 3.1 document of the HTTP API. @internal */
export const spec: Record<string, unknown> = ${JSON.stringify(document)};`,
);

async function write(file, text) {
  const path = join(root, file);
  const config = await prettier.resolveConfig(path);
  const formatted = await prettier.format(headline + text, {
    ...config,
    parser: 'typescript',
  });
  writeFileSync(path, formatted);
  console.log(`Wrote ${file}`);
}
