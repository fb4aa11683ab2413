import Typography from '@material-ui/core/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { formatAge, useNow } from '../../presentation';
import { secretsTranslationRef } from '../../translation';
import { ForeignChanges, ForeignKeyChange } from './compareMeanwhile';

/** @internal */
export interface ForeignChangeListProps {
  changes: ForeignChanges;
}

/** What somebody else has changed: keys and what describes the secret, by whom and when where that is known. @internal */
export function ForeignChangeList(props: ForeignChangeListProps) {
  const { keys, about, rest, by, at } = props.changes;
  const { t } = useTranslationRef(secretsTranslationRef);
  const now = useNow(15_000);
  return (
    <Typography variant="body2" component="div">
      {at && (
        <p style={{ margin: 0 }}>
          {by
            ? t('conflict.by', { by, age: formatAge(at, now) })
            : t('conflict.at', { age: formatAge(at, now) })}
        </p>
      )}
      {keys.length + about.length + rest.length === 0 ? (
        <p style={{ margin: 0 }}>{t('conflict.unnamed')}</p>
      ) : (
        <ul style={{ margin: 0, paddingLeft: 20 }}>
          {keys.map(change => (
            <li key={change.key}>
              <strong>{change.key}</strong>: {describe(change)}
            </li>
          ))}
          {about.map(field => (
            <li key={field}>{t(`change.about.${field}`)}</li>
          ))}
          {rest.map(sentence => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </Typography>
  );

  function describe({ change, sentence }: ForeignKeyChange): string {
    if (sentence) {
      return sentence;
    }
    return change === 'added' ? t('conflict.added') : t('conflict.removed');
  }
}
