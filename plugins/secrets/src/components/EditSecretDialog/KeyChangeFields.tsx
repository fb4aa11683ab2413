import { makeStyles } from '@material-ui/core/styles';
import { useFormContext, useWatch } from 'react-hook-form';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { REQUIRED_KEYS } from '@strongroom/backstage-plugin-secrets-common';
import { secretsTranslationRef } from '../../translation';
import { EMPTY_MATERIAL } from '../ValueField';
import { EditFormValues } from './editForm';
import { KeyChangeRow } from './KeyChangeRow';

/** A certificate without its key, or the other way round, is of no use. */
const PAIR = ['tls.crt', 'tls.key'];

const useStyles = makeStyles(theme => ({
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    listStyle: 'none',
    margin: 0,
    padding: 0,
  },
}));

/** @internal */
export interface KeyChangeFieldsProps {
  /** Whether keys may be taken away. */
  mayRemove: boolean;
}

/** The keys that the secret has, each with what is to become of it. @internal */
export function KeyChangeFields(props: KeyChangeFieldsProps) {
  const { mayRemove } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const { control, getValues, setValue } = useFormContext<EditFormValues>();
  useWatch({ control, name: 'keys' });
  const form = getValues();
  const required = REQUIRED_KEYS[form.type] ?? [];

  return (
    <ul className={classes.list} aria-label={t('edit.keys')}>
      {form.keys.map(({ key }, index) => (
        <KeyChangeRow
          key={key}
          form={form}
          index={index}
          removable={mayRemove && !required.includes(key)}
          onChange={change => {
            for (const row of rowsTogether(key)) {
              setValue(
                `keys.${row}`,
                { key: form.keys[row].key, change, material: EMPTY_MATERIAL },
                { shouldDirty: true },
              );
            }
          }}
        />
      ))}
    </ul>
  );

  /** Rows of the keys that change together with one. */
  function rowsTogether(key: string): number[] {
    const together =
      form.type === 'kubernetes.io/tls' && PAIR.includes(key) ? PAIR : [key];
    return form.keys.flatMap((row, index) =>
      together.includes(row.key) ? [index] : [],
    );
  }
}
