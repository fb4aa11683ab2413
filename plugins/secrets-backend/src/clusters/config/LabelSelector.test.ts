import { LabelSelector } from './LabelSelector';

describe('LabelSelector', () => {
  it('S4.5: selects for a tenant what its labels say is his, and nothing else', () => {
    const cases: Array<[string, Record<string, string> | undefined, boolean]> =
      [
        ['team={namespace}', { team: 'acme' }, true],
        ['team=={namespace}', { team: 'acme' }, true],
        ['team={namespace}', { team: 'other' }, false],
        ['team={namespace}', {}, false],
        ['team={namespace}', undefined, false],
        ['team={namespace},shared', { team: 'acme', shared: '' }, true],
        ['team={namespace},shared', { team: 'acme' }, false],
        ['team={namespace}, !closed', { team: 'acme' }, true],
        ['team={namespace},!closed', { team: 'acme', closed: 'no' }, false],
        ['stage!=production', {}, true],
        ['stage!=production', { stage: 'production' }, false],
        ['x.example.com/of={namespace}', { 'x.example.com/of': 'acme' }, true],
        ['constructor', {}, false],
      ];
    for (const [text, labels, selected] of cases) {
      expect({
        text,
        labels,
        selected: LabelSelector.parse(text)?.matches(labels, 'acme'),
      }).toEqual({ text, labels, selected });
    }
    const { ofTenant } = LabelSelector;
    expect(
      ofTenant.matches({ 'openchoreo.dev/namespace': 'acme' }, 'acme'),
    ).toBe(true);
    expect(
      ofTenant.matches({ 'openchoreo.dev/namespace': '{namespace}' }, 'acme'),
    ).toBe(false);
    expect(ofTenant.namesTenant).toBe(true);
  });

  it('takes nothing for a selector that is none', () => {
    for (const text of [
      '',
      ',',
      'a,',
      '=b',
      'a in (b)',
      'a=b=c',
      '!a=b',
      'a=b c',
      '-a',
      '{namespace}=a',
    ]) {
      expect({ text, selector: LabelSelector.parse(text) }).toEqual({
        text,
        selector: undefined,
      });
    }
  });
});
