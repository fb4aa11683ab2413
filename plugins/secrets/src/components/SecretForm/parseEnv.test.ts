import { parseEnv } from './parseEnv';

describe('parseEnv', () => {
  it('reads comments, export, quotes, escapes and several lines', () => {
    const { pairs, badLines } = parseEnv(
      [
        '# the database',
        '',
        'export DB_HOST=db.payments.svc',
        'DB_PASSWORD="p#w \\"quoted\\" \\$x \\d"   # of the app',
        "RAW='it is \\n raw'",
        'BARE = some words # a comment',
        'HASH=a#b',
        'EMPTY=',
        'PEM="-----BEGIN-----',
        'a=b',
        '-----END-----"',
        'URL=postgres://u:p@h/db?x=1',
      ].join('\r\n'),
    );
    expect(badLines).toEqual([]);
    expect(pairs).toEqual([
      { key: 'DB_HOST', text: 'db.payments.svc' },
      { key: 'DB_PASSWORD', text: 'p#w "quoted" $x \\d' },
      { key: 'RAW', text: 'it is \\n raw' },
      { key: 'BARE', text: 'some words' },
      { key: 'HASH', text: 'a#b' },
      { key: 'EMPTY', text: '' },
      { key: 'PEM', text: '-----BEGIN-----\na=b\n-----END-----' },
      { key: 'URL', text: 'postgres://u:p@h/db?x=1' },
    ]);
  });

  it('T10: keeps keys that a plain object would lose, and the last of two', () => {
    const { pairs } = parseEnv('__proto__=1\nconstructor=2\nA=1\nA=3');
    expect(pairs).toEqual([
      { key: '__proto__', text: '1' },
      { key: 'constructor', text: '2' },
      { key: 'A', text: '3' },
    ]);
  });

  it('names the lines that are no assignment', () => {
    expect(parseEnv('A=1\njust words\nB="open\nC=2').badLines).toEqual([2, 3]);
    expect(parseEnv('=1\n$X=2').badLines).toEqual([1, 2]);
  });
});
