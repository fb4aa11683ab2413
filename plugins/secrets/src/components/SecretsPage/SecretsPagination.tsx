import TablePagination from '@material-ui/core/TablePagination';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { secretsTranslationRef } from '../../translation';

const PAGE_SIZES = [25, 50, 100];

/** @internal */
export interface SecretsPaginationProps {
  total: number;
  /** Rows on this page. */
  shown: number;
  /** From 0. */
  page: number;
  pageSize: number;
  /** Where the next page begins; undefined when this is the last. */
  nextCursor: string | undefined;
  onNext: (cursor: string) => void;
  onPrevious: () => void;
  onPageSize: (size: number) => void;
}

/** Steps through the pages of a cursor, with counts. @internal */
export function SecretsPagination(props: SecretsPaginationProps) {
  const { total, shown, page, pageSize, nextCursor } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const first = page * pageSize + 1;
  return (
    <TablePagination
      component="div"
      count={total}
      page={page}
      rowsPerPage={pageSize}
      rowsPerPageOptions={PAGE_SIZES}
      labelRowsPerPage={t('pagination.pageSize')}
      labelDisplayedRows={() =>
        t('pagination.range', {
          from: String(first),
          to: String(first + shown - 1),
          total: String(total),
        })
      }
      backIconButtonText={t('pagination.previous')}
      nextIconButtonText={t('pagination.next')}
      nextIconButtonProps={{ disabled: nextCursor === undefined }}
      onPageChange={(_event, next) => {
        if (next < page) {
          props.onPrevious();
        } else if (nextCursor !== undefined) {
          props.onNext(nextCursor);
        }
      }}
      onRowsPerPageChange={event =>
        props.onPageSize(Number(event.target.value))
      }
    />
  );
}
