import Button from '@material-ui/core/Button';
import { UseInfiniteQueryResult } from '@tanstack/react-query';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { secretsTranslationRef } from '../../translation';

/** @internal */
export interface MoreButtonProps {
  activity: Pick<
    UseInfiniteQueryResult,
    'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'
  >;
}

/** Goes on with older rows of the record, while there are any. @internal */
export function MoreButton({ activity }: MoreButtonProps) {
  const { t } = useTranslationRef(secretsTranslationRef);
  if (!activity.hasNextPage) {
    return null;
  }
  return (
    <Button
      variant="outlined"
      disabled={activity.isFetchingNextPage}
      onClick={() => activity.fetchNextPage()}
    >
      {activity.isFetchingNextPage ? t('state.loading') : t('activity.more')}
    </Button>
  );
}
