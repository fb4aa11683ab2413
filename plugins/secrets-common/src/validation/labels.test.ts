import { checkAnnotations, checkLabels, isReservedKey } from './labels';

describe('T16: labels and annotations from clients', () => {
  it('may not lie below a reserved domain', () => {
    for (const key of [
      'openchoreo.dev/managed-by',
      'strongroom.dev/owner',
      'kubernetes.io/x',
      'app.kubernetes.io/instance',
      'k8s.io/x',
      'reconcile.external-secrets.io/created-by',
      'argocd.argoproj.io/tracking-id',
      'kustomize.toolkit.fluxcd.io/name',
    ]) {
      expect(checkLabels({ [key]: 'x' }, 'labels')).toEqual([
        {
          field: `labels.${key}`,
          message: expect.stringContaining('reserved'),
        },
      ]);
      expect(
        checkAnnotations({ [key]: '' }, 'template.annotations'),
      ).toHaveLength(1);
    }
    expect(isReservedKey('OpenChoreo.DEV/managed-by')).toBe(true);
    for (const key of [
      'team',
      'openchoreo.dev',
      'notopenchoreo.dev/x',
      'example.com/kubernetes.io',
      'openchoreo.dev.example.com/x',
    ]) {
      expect(isReservedKey(key)).toBe(false);
      expect(checkLabels({ [key]: 'x' }, 'labels')).toEqual([]);
    }
  });

  it('are each named with what is wrong, keys of any kind included', () => {
    const labels = JSON.parse('{"__proto__": "x", "ok": "a b", "a/b/c": "-"}');
    expect(checkLabels(labels, 'labels').map(({ field }) => field)).toEqual([
      'labels.__proto__',
      'labels.ok',
      'labels.a/b/c',
      'labels.a/b/c',
    ]);
    expect(checkLabels({ empty: '' }, 'labels')).toEqual([]);
  });

  it('of all annotations together may have 256 KiB, keys counted and in bytes', () => {
    const fits = { a: 'ä'.repeat(131_071), b: '' };
    expect(checkAnnotations(fits, 'template.annotations')).toEqual([]);
    expect(
      checkAnnotations({ ...fits, b: 'x' }, 'template.annotations'),
    ).toEqual([
      {
        field: 'template.annotations',
        message: expect.stringContaining('262144'),
      },
    ]);
  });
});
