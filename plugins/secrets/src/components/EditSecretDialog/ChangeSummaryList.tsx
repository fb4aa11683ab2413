import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { secretsTranslationRef, SecretsTranslator } from '../../translation';
import { FactList, FactListProps } from '../FactList';
import { KeyChips } from '../KeyChips';
import { AboutChange, ChangeSummary } from './summariseChange';

/** @internal */
export interface ChangeSummaryListProps {
  summary: ChangeSummary;
}

/** What a change will do, key by key, in names only. @internal */
export function ChangeSummaryList(props: ChangeSummaryListProps) {
  const { added, replaced, removed, kept, about } = props.summary;
  const { t } = useTranslationRef(secretsTranslationRef);
  return (
    <FactList
      facts={[
        [t('change.added'), renderKeys(added)],
        [t('change.replaced'), renderKeys(replaced)],
        [t('change.removed'), renderKeys(removed)],
        [t('change.kept'), renderKeys(kept)],
        ...about.map((change): FactListProps['facts'][number] => [
          aboutLabel(t, change),
          t('change.fromTo', {
            from: change.from || t('change.nothing'),
            to: change.to || t('change.nothing'),
          }),
        ]),
      ]}
    />
  );
}

function renderKeys(keys: string[]) {
  return keys.length > 0 && <KeyChips names={keys} />;
}

function aboutLabel(
  t: SecretsTranslator,
  { field, label }: AboutChange,
): string {
  return field === 'label'
    ? t('change.label', { label: label ?? '' })
    : t(`change.about.${field}`);
}
