import { useEffect, useRef } from 'react';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { secretsTranslationRef } from '../../translation';
import { DockerFields, FormValue, generatorsOf } from '../SecretForm';
import { isDockerConfig } from './buildChange';
import { EditFormValues } from './editForm';

type Change = EditFormValues['keys'][number]['change'];

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1.5),
    padding: theme.spacing(1, 1.5),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
  },
  name: { flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere' },
  key: { fontFamily: 'monospace', marginRight: theme.spacing(1.5) },
}));

/** @internal */
export interface KeyChangeRowProps {
  form: EditFormValues;
  index: number;
  /** A key that the type cannot do without stays. */
  removable: boolean;
  onChange: (change: Change) => void;
}

/** One key that the secret has: kept unseen, replaced, or removed. @internal */
export function KeyChangeRow(props: KeyChangeRowProps) {
  const { form, index, removable, onChange } = props;
  const { key, change } = form.keys[index];
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const root = useRef<HTMLLIElement>(null);
  const chosenHere = useRef(false);

  // The button that was pressed is gone; what it led to takes the focus.
  useEffect(() => {
    if (chosenHere.current) {
      chosenHere.current = false;
      const selector =
        change === 'replace' ? 'input:not([type="file"]), textarea' : 'button';
      root.current?.querySelector<HTMLElement>(selector)?.focus();
    }
  }, [change]);

  function choose(next: Change) {
    chosenHere.current = true;
    onChange(next);
  }

  return (
    <li ref={root} className={classes.root}>
      <div className={classes.head}>
        <div className={classes.name}>
          <Typography variant="body1" component="span" className={classes.key}>
            {key}
          </Typography>{' '}
          <Typography variant="body2" component="span" color="textSecondary">
            {t(`edit.state.${change}`)}
          </Typography>
        </div>
        {change === 'keep' ? (
          <>
            <Button
              size="small"
              variant="outlined"
              aria-label={t('edit.replaceKey', { key })}
              onClick={() => choose('replace')}
            >
              {t('edit.replace')}
            </Button>
            {removable && (
              <Button
                size="small"
                aria-label={t('edit.removeKey', { key })}
                onClick={() => choose('remove')}
              >
                {t('action.remove')}
              </Button>
            )}
          </>
        ) : (
          <Button
            size="small"
            aria-label={t('edit.keepKey', { key })}
            onClick={() => choose('keep')}
          >
            {t('edit.keep')}
          </Button>
        )}
      </div>
      {change === 'replace' && renderField()}
    </li>
  );

  function renderField() {
    return isDockerConfig(form, key) ? (
      <DockerFields />
    ) : (
      <FormValue<EditFormValues>
        name={`keys.${index}.material`}
        label={t('edit.newValue', { key })}
        singleLine={form.type === 'kubernetes.io/basic-auth'}
        generators={generatorsOf(form.type, key)}
      />
    );
  }
}
