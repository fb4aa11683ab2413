import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { KeyChanges } from '@strongroom/backstage-plugin-secrets-common';
import { secretsTranslationRef } from '../../translation';
import { FactList } from '../FactList';
import { KeyChips } from './KeyChips';

/** @internal */
export interface KeyChangeListProps {
  changes: KeyChanges;
}

/** Which keys differ, by what happened to them; never a value. @internal */
export function KeyChangeList(props: KeyChangeListProps) {
  const { added, removed, changed } = props.changes;
  const { t } = useTranslationRef(secretsTranslationRef);
  if (added.length + removed.length + changed.length === 0) {
    return <>{t('keyChange.none')}</>;
  }
  return (
    <FactList
      facts={[
        [t('keyChange.added'), renderKeys(added)],
        [t('keyChange.changed'), renderKeys(changed)],
        [t('keyChange.removed'), renderKeys(removed)],
      ]}
    />
  );
}

function renderKeys(keys: string[]) {
  return keys.length > 0 && <KeyChips names={keys} />;
}
