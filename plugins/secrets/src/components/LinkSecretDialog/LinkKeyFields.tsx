import Button from '@material-ui/core/Button';
import IconButton from '@material-ui/core/IconButton';
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import AddIcon from '@material-ui/icons/Add';
import DeleteIcon from '@material-ui/icons/Delete';
import { makeStyles } from '@material-ui/core/styles';
import {
  Controller,
  useFieldArray,
  useFormContext,
  useWatch,
} from 'react-hook-form';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  explainSecretKey,
  REQUIRED_KEYS,
} from '@strongroom/backstage-plugin-secrets-common';
import { secretsTranslationRef } from '../../translation';
import { FormText } from '../SecretForm';
import { LinkFormValues } from './linkForm';

const MODES = ['mapping', 'declared', 'all'] as const;

const useStyles = makeStyles(theme => ({
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr) auto',
    gap: theme.spacing(1),
    alignItems: 'start',
  },
  add: { alignSelf: 'flex-start' },
}));

/** Which keys the reference gets, and what each is called where the value is. @internal */
export function LinkKeyFields() {
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const { control } = useFormContext<LinkFormValues>();
  const mapping = useFieldArray({ control, name: 'keys.mapping' });
  const [type, kind, mode] = useWatch({
    control,
    name: ['type', 'source.kind', 'keys.mode'],
  });
  const offered = MODES.filter(
    each =>
      each === mode ||
      each === 'mapping' ||
      (each === 'all' ? kind === 'secret' : REQUIRED_KEYS[type].length > 0),
  );
  return (
    <>
      <Controller
        control={control}
        name="keys.mode"
        render={({ field, fieldState }) => (
          <TextField
            select
            id="link-keys"
            variant="outlined"
            size="small"
            fullWidth
            label={t('link.keys')}
            value={field.value}
            onChange={field.onChange}
            error={Boolean(fieldState.error)}
            helperText={fieldState.error?.message}
            InputLabelProps={{ id: 'link-keys-label', shrink: true }}
            SelectProps={{ labelId: 'link-keys-label' }}
          >
            {offered.map(each => (
              <MenuItem key={each} value={each}>
                {t(`link.mode.${each}`)}
              </MenuItem>
            ))}
          </TextField>
        )}
      />
      {mode === 'mapping' && (
        <>
          {mapping.fields.map((field, index) => (
            <div key={field.id} className={classes.row}>
              <FormText<LinkFormValues>
                name={`keys.mapping.${index}.key`}
                label={t('form.key')}
                rules={{
                  validate: (key, form) =>
                    form.keys.mapping.filter(row => row.key === key).length > 1
                      ? t('form.keyTwice')
                      : explainSecretKey(key as string),
                }}
              />
              <FormText<LinkFormValues>
                name={`keys.mapping.${index}.sourceKey`}
                label={t('link.sourceKey')}
                rules={{ required: t('link.sourceKeyNeeded') }}
                inputProps={{ maxLength: 253 }}
              />
              <IconButton
                size="small"
                aria-label={t('form.removeKey', { number: String(index + 1) })}
                disabled={mapping.fields.length === 1}
                onClick={() => mapping.remove(index)}
              >
                <DeleteIcon />
              </IconButton>
            </div>
          ))}
          <Button
            size="small"
            className={classes.add}
            startIcon={<AddIcon />}
            onClick={() => mapping.append({ key: '', sourceKey: '' })}
          >
            {t('form.addKey')}
          </Button>
        </>
      )}
    </>
  );
}
