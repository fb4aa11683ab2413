import Button from '@material-ui/core/Button';
import IconButton from '@material-ui/core/IconButton';
import AddIcon from '@material-ui/icons/Add';
import DeleteIcon from '@material-ui/icons/Delete';
import { makeStyles } from '@material-ui/core/styles';
import { useFieldArray, useFormContext } from 'react-hook-form';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { explainDuration } from '@strongroom/backstage-plugin-secrets-common';
import { secretsTranslationRef } from '../../translation';
import { ComponentFields } from './ComponentFields';
import { FormText } from './FormText';
import { SecretFormValues } from './formValues';

const useStyles = makeStyles(theme => ({
  label: {
    display: 'grid',
    gridTemplateColumns: '1fr 1fr auto',
    gap: theme.spacing(1),
    alignItems: 'start',
  },
  add: { alignSelf: 'flex-start' },
}));

/** What may be said about a secret and need not be. @internal */
export function OptionalFields({ isNew }: { isNew?: boolean }) {
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const { control } = useFormContext<SecretFormValues>();
  const labels = useFieldArray({ control, name: 'labels' });
  return (
    <>
      <FormText
        name="description"
        label={t('form.description')}
        inputProps={{ maxLength: 1024 }}
      />
      <FormText
        name="owner"
        label={t('form.owner')}
        hint={t('form.ownerHint')}
        inputProps={{ maxLength: 253 }}
      />
      {isNew && <ComponentFields />}
      <FormText
        name="expiresOn"
        type="date"
        label={t('form.expiresOn')}
        hint={t('form.expiresOnHint')}
      />
      <FormText
        name="refreshInterval"
        label={t('form.refreshInterval')}
        hint={t('form.refreshIntervalHint')}
        rules={{
          validate: interval =>
            interval === '' || explainDuration(interval as string),
        }}
        inputProps={{ maxLength: 32 }}
      />
      {labels.fields.map((field, index) => (
        <div key={field.id} className={classes.label}>
          <FormText<SecretFormValues>
            name={`labels.${index}.key`}
            label={t('form.labelKey')}
            rules={{
              required: t('form.labelKeyNeeded'),
              validate: (key, form) =>
                form.labels.filter(label => label.key === key).length === 1 ||
                t('form.keyTwice'),
            }}
          />
          <FormText
            name={`labels.${index}.value`}
            label={t('form.labelValue')}
            inputProps={{ maxLength: 63 }}
          />
          <IconButton
            size="small"
            aria-label={t('form.removeLabel', { number: String(index + 1) })}
            onClick={() => labels.remove(index)}
          >
            <DeleteIcon />
          </IconButton>
        </div>
      ))}
      <Button
        size="small"
        className={classes.add}
        startIcon={<AddIcon />}
        onClick={() => labels.append({ key: '', value: '' })}
      >
        {t('form.addLabel')}
      </Button>
    </>
  );
}
