import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import TableSortLabel from '@material-ui/core/TableSortLabel';
import clsx from 'clsx';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SecretSummary } from '@strongroom/backstage-plugin-secrets-common';
import { useNow } from '../../presentation';
import { secretsTranslationRef } from '../../translation';
import { SecretOrder, SecretsLocation } from '../SecretsPage/types';
import { SecretRow } from './SecretRow';
import { useTableStyles } from './useTableStyles';

/** @internal */
export interface SecretsTableProps {
  secrets: SecretSummary[];
  /** Whether the rows come from more than one namespace. */
  showNamespace: boolean;
  location: SecretsLocation;
}

/** The rows of one page; the server has filtered and sorted them. @internal */
export function SecretsTable(props: SecretsTableProps) {
  const { secrets, showNamespace, location } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useTableStyles();
  const now = useNow(15_000);
  const { orderBy, order } = location.filters;

  return (
    <TableContainer className={classes.container}>
      <Table size="small" aria-label={t('table.label')}>
        <TableHead>
          <TableRow>
            {renderHead('name')}
            {showNamespace && renderHead('namespace', classes.fromSmall)}
            {renderHead('type')}
            <TableCell
              className={clsx(classes.cell, classes.head, classes.fromMedium)}
            >
              {t('table.keys')}
            </TableCell>
            {renderHead('plane', classes.fromMedium)}
            {renderHead('state')}
            <TableCell
              className={clsx(
                classes.cell,
                classes.head,
                showNamespace ? classes.fromExtraLarge : classes.fromLarge,
              )}
            >
              {t('table.owner')}
            </TableCell>
            {renderHead('updatedAt', classes.fromSmall)}
          </TableRow>
        </TableHead>
        <TableBody>
          {secrets.map(secret => (
            <SecretRow
              key={`${secret.namespace}/${secret.name}`}
              secret={secret}
              showNamespace={showNamespace}
              href={location.hrefOf(secret)}
              selected={
                location.open?.namespace === secret.namespace &&
                location.open.name === secret.name
              }
              now={now}
              onOpen={() => location.showSecret(secret)}
            />
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );

  function renderHead(column: SecretOrder, className?: string) {
    const active = orderBy === column;
    return (
      <TableCell
        className={clsx(classes.cell, classes.head, className)}
        sortDirection={active ? order : false}
      >
        <TableSortLabel
          active={active}
          direction={active ? order : 'asc'}
          onClick={() =>
            location.setFilters({
              orderBy: column,
              order: active && order === 'asc' ? 'desc' : 'asc',
            })
          }
        >
          {t(`table.${column}`)}
        </TableSortLabel>
      </TableCell>
    );
  }
}
