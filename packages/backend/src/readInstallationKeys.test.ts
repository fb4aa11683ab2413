import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readExistingKeys, readInstallationKeys } from './readInstallationKeys';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'strongroom-keys-'));
  file = path.join(folder, 'keys.json');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the keys of an installation', () => {
  it('are made once, long enough, for nobody else to read', () => {
    const keys = readInstallationKeys(file);
    expect(Buffer.from(keys.record, 'base64')).toHaveLength(32);
    expect(Buffer.from(keys.fingerprint, 'base64')).toHaveLength(32);
    expect(keys.record).not.toBe(keys.fingerprint);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readInstallationKeys(file)).toEqual(keys);
    expect(readExistingKeys(file)).toEqual(keys);
  });

  it('are made again when writing them was cut off before they were in place', () => {
    writeFileSync(`${file}.new`, '{"record":"MTIzND');
    const keys = readInstallationKeys(file);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(keys);
    expect(existsSync(`${file}.new`)).toBe(false);
  });

  it.each(['', '{"record":"MTIzND', '{}', '{"record":1}'])(
    'are never replaced when they cannot be read, since the record hangs on them: %j',
    text => {
      writeFileSync(file, text);
      expect(() => readInstallationKeys(file)).toThrow(
        /cannot be read from .*keys\.json\. Put the file back/,
      );
      expect(readFileSync(file, 'utf8')).toBe(text);
    },
  );

  it('are not made by whoever only wants to read them', () => {
    expect(() => readExistingKeys(file)).toThrow('cannot be read');
    expect(existsSync(file)).toBe(false);
  });
});
