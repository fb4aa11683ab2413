import { someDetails } from '../../__testUtils__';
import { startEdit } from './editForm';
import { rebaseForm } from './rebaseForm';
import { summariseChange } from './summariseChange';

describe('rebaseForm', () => {
  it('T20: keeps what was changed here and takes over what was changed there', () => {
    const base = someDetails('db-login', {
      keys: ['a', 'b', 'c', 'd'],
      description: 'before',
      owner: 'group:default/one',
      labels: { tier: 'backend', stage: 'test' },
    });
    const fresh = someDetails('db-login', {
      keys: ['c', 'd', 'x', 'y'],
      description: 'theirs',
      owner: 'group:default/two',
      labels: { tier: 'frontend', stage: 'test', new: '1' },
    });
    const start = startEdit(base, 'some');
    const typed = {
      ...start,
      owner: 'group:default/mine',
      labels: [
        { key: 'tier', value: 'backend' },
        { key: 'mine', value: 'yes' },
      ],
      keys: [
        { key: 'a', change: 'replace' as const, material: { text: '1' } },
        { key: 'b', change: 'remove' as const, material: { text: '' } },
        { key: 'c', change: 'remove' as const, material: { text: '' } },
        { key: 'd', change: 'keep' as const, material: { text: '' } },
      ],
      pairs: [
        { key: 'x', material: { text: '2' } },
        { key: 'z', material: { text: '3' } },
      ],
    };
    const rebased = rebaseForm(typed, base, fresh);
    expect(summariseChange(rebased, fresh)).toEqual({
      added: ['a', 'z'],
      replaced: ['x'],
      removed: ['c'],
      kept: ['d', 'y'],
      about: [
        {
          field: 'owner',
          from: 'group:default/two',
          to: 'group:default/mine',
        },
        { field: 'label', label: 'mine', from: '', to: 'yes' },
        { field: 'label', label: 'stage', from: 'test', to: '' },
      ],
    });
    expect(rebased.pairs[0].material.text).toBe('1');
    expect(rebased.keys[2]).toMatchObject({
      key: 'x',
      material: { text: '2' },
    });
  });
});
