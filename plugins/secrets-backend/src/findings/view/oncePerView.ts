import { EstateView } from './EstateView';

/** Computes something of a view once, however many detectors ask for it. */
export function oncePerView<T>(
  compute: (view: EstateView) => T,
): (view: EstateView) => T {
  const computed = new WeakMap<EstateView, { value: T }>();
  return view => {
    let known = computed.get(view);
    if (!known) {
      known = { value: compute(view) };
      computed.set(view, known);
    }
    return known.value;
  };
}
