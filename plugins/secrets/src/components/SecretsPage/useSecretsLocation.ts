import { useMemo } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router-dom';
import { useRouteRef } from '@backstage/core-plugin-api';
import { SecretKeyRef } from '@strongroom/backstage-plugin-secrets-common';
import { rootRouteRef } from '../../routing';
import { readFilters, writeFilters } from './filterParameters';
import { SecretFilters, SecretsLocation, SecretsView } from './types';

const ALL = 'all';
const FINDINGS = 'findings';

/**
 * Reads and changes where the viewer is. `…/secrets` alone lists `home`; `?scope=all` lists all namespaces,
 * `?view=findings` shows what is not as it should be.
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
    const all = parameters.get('scope') === ALL || (!namespaceInPath && !home);
    const namespace = all ? undefined : namespaceInPath ?? home;
    const view: SecretsView =
      parameters.get('view') === FINDINGS ? FINDINGS : 'list';

    const href = (
      path: (string | undefined)[],
      next: SecretFilters,
      scopeAll: boolean,
      nextView = view,
    ) => {
      const search = writeFilters(next);
      if (scopeAll) {
        search.set('scope', ALL);
      }
      if (nextView !== 'list') {
        search.set('view', nextView);
      }
      const text = search.toString();
      const segments = path.filter(Boolean).map(s => encodeURIComponent(s!));
      return [base, ...segments].join('/') + (text ? `?${text}` : '');
    };
    const hrefOf = (ref: SecretKeyRef) =>
      href([ref.namespace, ref.name], filters, all);

    return {
      namespace,
      open:
        namespaceInPath && nameInPath
          ? { namespace: namespaceInPath, name: nameInPath }
          : undefined,
      view,
      filters,
      hrefOf,
      showNamespace: next =>
        // A plane belongs to the namespace that was left.
        navigate(href([next], { ...filters, plane: undefined }, !next)),
      showView: next => navigate(href([namespace], filters, all, next)),
      showSecret: ref => navigate(hrefOf(ref)),
      closeSecret: () => navigate(href([namespace], filters, all)),
      setFilters: change =>
        navigate(
          href([namespaceInPath, nameInPath], { ...filters, ...change }, all),
          { replace: true },
        ),
    };
  }, [base, home, navigate, parameters, rest]);
}
