import { useMemo } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router-dom';
import { useRouteRef } from '@backstage/core-plugin-api';
import { SecretKeyRef } from '@strongroom/backstage-plugin-secrets-common';
import { rootRouteRef } from '../../routing';
import {
  readActivityFilters,
  writeActivityFilters,
} from './activityParameters';
import { readFilters, writeFilters } from './filterParameters';
import { SecretsLocation, SecretsView } from './types';

const ALL = 'all';
const VIEWS: SecretsView[] = ['list', 'findings', 'activity'];

/**
 * Reads and changes where the viewer is. `…/secrets` alone lists `home`; `?scope=all` lists all namespaces,
 * `?view=findings` shows what is not as it should be, `?view=activity` what was done.
 * @param home - the namespace to list when the address names none; undefined for all
 * @internal
 */
export function useSecretsLocation(home: string | undefined): SecretsLocation {
  const base = useRouteRef(rootRouteRef)();
  const navigate = useNavigate();
  const rest = useParams()['*'] ?? '';
  const [parameters] = useSearchParams();

  return useMemo(() => {
    const [namespaceInPath, nameInPath] = rest.split('/').filter(Boolean);
    const filters = readFilters(parameters);
    const activity = readActivityFilters(parameters);
    const all = parameters.get('scope') === ALL || (!namespaceInPath && !home);
    const namespace = all ? undefined : namespaceInPath ?? home;
    const view = VIEWS.find(each => each === parameters.get('view')) ?? 'list';

    const href = (
      path: (string | undefined)[],
      change: Partial<
        Pick<SecretsLocation, 'filters' | 'activity' | 'view'>
      > = {},
      scopeAll = all,
    ) => {
      const next = { filters, activity, view, ...change };
      const search = new URLSearchParams([
        ...writeFilters(next.filters),
        ...writeActivityFilters(next.activity),
      ]);
      if (scopeAll) {
        search.set('scope', ALL);
      }
      if (next.view !== 'list') {
        search.set('view', next.view);
      }
      const text = search.toString();
      const segments = path.filter(Boolean).map(s => encodeURIComponent(s!));
      return [base, ...segments].join('/') + (text ? `?${text}` : '');
    };
    const hrefOf = (ref: SecretKeyRef) => href([ref.namespace, ref.name]);

    return {
      namespace,
      open:
        namespaceInPath && nameInPath
          ? { namespace: namespaceInPath, name: nameInPath }
          : undefined,
      view,
      filters,
      activity,
      hrefOf,
      showNamespace: next =>
        // A plane belongs to the namespace that was left.
        navigate(
          href([next], { filters: { ...filters, plane: undefined } }, !next),
        ),
      showView: next => navigate(href([namespace], { view: next })),
      showSecret: ref => navigate(hrefOf(ref)),
      closeSecret: () => navigate(href([namespace])),
      setFilters: change =>
        navigate(
          href([namespaceInPath, nameInPath], {
            filters: { ...filters, ...change },
          }),
          { replace: true },
        ),
      setActivity: change =>
        navigate(
          href([namespaceInPath, nameInPath], {
            activity: { ...activity, ...change },
          }),
          { replace: true },
        ),
    };
  }, [base, home, navigate, parameters, rest]);
}
