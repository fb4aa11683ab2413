import { useRef, useState } from 'react';
import Button from '@material-ui/core/Button';
import IconButton from '@material-ui/core/IconButton';
import AddIcon from '@material-ui/icons/Add';
import DeleteIcon from '@material-ui/icons/Delete';
import { makeStyles } from '@material-ui/core/styles';
import { useFieldArray, useFormContext } from 'react-hook-form';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { explainSecretKey } from '@strongroom/backstage-plugin-secrets-common';
import { secretsTranslationRef } from '../../translation';
import { EMPTY_MATERIAL, MAX_FILE_BYTES, readMaterial } from '../ValueField';
import { EnvBlock } from './EnvBlock';
import { FormText } from './FormText';
import { FormValue } from './FormValue';
import { Pair, SecretFormValues } from './formValues';
import { GENERATORS } from './generatorsOf';

const useStyles = makeStyles(theme => ({
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 2fr) auto',
    gap: theme.spacing(1),
    alignItems: 'start',
    marginBottom: theme.spacing(1),
    '& > :last-child': { marginTop: theme.spacing(0.5) },
    [theme.breakpoints.down('xs')]: {
      gridTemplateColumns: 'minmax(0, 1fr) auto',
      '& > :nth-child(2)': { gridColumn: '1 / -1', gridRow: 2 },
    },
  },
  actions: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) },
}));

/** @internal */
export interface PairFieldsProps {
  /** Says what went wrong outside of any field. */
  onProblem: (sentence: string | undefined) => void;
  /** Keys that the secret has already, besides those of the form. */
  taken?: readonly string[];
  /** Refuses empty values, where a key may stand there without anybody having given one. */
  valuesNeeded?: boolean;
}

/**
 * Keys and values of a generic secret, or those added to any: typed, from files, or out of a `.env` block.
 * @internal
 */
export function PairFields(props: PairFieldsProps) {
  const { onProblem, taken, valuesNeeded } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const { control, getValues, setValue } = useFormContext<SecretFormValues>();
  const { fields, append, remove, replace } = useFieldArray({
    control,
    name: 'pairs',
  });
  const fileInput = useRef<HTMLInputElement>(null);
  const [pasting, setPasting] = useState(false);

  function addPairs(added: Pair[]) {
    const kept = getValues('pairs').filter(
      ({ key, material }) =>
        key || material.text || material.file || material.generate,
    );
    replace([...kept, ...added]);
  }

  async function addFiles(files: File[]) {
    const small = files.filter(({ size }) => size <= MAX_FILE_BYTES);
    addPairs(
      await Promise.all(
        small.map(async file => ({
          key: file.name,
          material: await readMaterial(file),
        })),
      ),
    );
    const refused = files.filter(file => !small.includes(file));
    onProblem(
      refused.length > 0
        ? t('form.filesTooLarge', {
            names: refused.map(({ name }) => name).join(', '),
          })
        : undefined,
    );
  }

  return (
    <div>
      {fields.map((field, index) => (
        <div key={field.id} className={classes.row}>
          <FormText<SecretFormValues>
            name={`pairs.${index}.key`}
            label={t('form.key')}
            rules={{ validate: (key, form) => explainKey(key as string, form) }}
          />
          <FormValue
            name={`pairs.${index}.material`}
            label={t('form.value')}
            mayBeEmpty={!valuesNeeded}
            generators={GENERATORS}
            onFile={fileName => {
              if (!getValues(`pairs.${index}.key`)) {
                setValue(`pairs.${index}.key`, fileName, { shouldDirty: true });
              }
            }}
          />
          <IconButton
            size="small"
            aria-label={t('form.removeKey', { number: String(index + 1) })}
            disabled={!taken && fields.length === 1}
            onClick={() => remove(index)}
          >
            <DeleteIcon />
          </IconButton>
        </div>
      ))}
      <div className={classes.actions}>
        <Button
          size="small"
          startIcon={<AddIcon />}
          onClick={() => append({ key: '', material: EMPTY_MATERIAL })}
        >
          {t('form.addKey')}
        </Button>
        <Button size="small" onClick={() => fileInput.current?.click()}>
          {t('form.addFiles')}
        </Button>
        <Button
          size="small"
          aria-expanded={pasting}
          onClick={() => setPasting(!pasting)}
        >
          {t('form.pasteEnv')}
        </Button>
        <input
          ref={fileInput}
          type="file"
          multiple
          hidden
          aria-label={t('form.addFiles')}
          onChange={event => {
            addFiles(Array.from(event.target.files ?? []));
            event.target.value = '';
          }}
        />
      </div>
      {pasting && (
        <EnvBlock
          onPairs={pairs => {
            addPairs(
              pairs.map(({ key, text }) => ({ key, material: { text } })),
            );
            setPasting(false);
          }}
        />
      )}
    </div>
  );

  function explainKey(key: string, form: SecretFormValues) {
    if (taken?.includes(key)) {
      return t('form.keyTaken');
    }
    const sameKey = form.pairs.filter(pair => pair.key === key).length;
    return sameKey > 1 ? t('form.keyTwice') : explainSecretKey(key);
  }
}
