import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import Autocomplete from '@material-ui/lab/Autocomplete';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Namespace } from '@strongroom/backstage-plugin-secrets-common';
import { secretsTranslationRef } from '../../translation';
import { useFilterStyles } from './useFilterStyles';

const useStyles = makeStyles(theme => ({
  root: { width: 280, [theme.breakpoints.down('xs')]: { width: '100%' } },
  option: { display: 'flex', width: '100%', gap: theme.spacing(2) },
  name: { flexGrow: 1, overflowWrap: 'anywhere' },
}));

/** @internal */
export interface NamespacePickerProps {
  namespaces: Namespace[];
  /** The chosen namespace; undefined for all. */
  value: string | undefined;
  onChange: (namespace: string | undefined) => void;
}

/** Chooses one namespace, or all that the viewer may see. @internal */
export function NamespacePicker(props: NamespacePickerProps) {
  const { namespaces, value, onChange } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const styles = useFilterStyles();
  const all = { name: '', displayName: t('namespace.all') };
  const options: Choice[] = [all, ...namespaces];
  const selected = value ? options.find(({ name }) => name === value) : all;
  return (
    <Autocomplete<Choice, false, true, false>
      id="secrets-namespace"
      className={classes.root}
      size="small"
      disableClearable
      options={options}
      // Material UI shows null as nothing chosen, and its type does not say so.
      value={(selected ?? null) as Choice}
      getOptionLabel={labelOf}
      getOptionSelected={(option, current) => option.name === current.name}
      onChange={(_event, option) => onChange(option.name || undefined)}
      noOptionsText={t('namespace.none')}
      openText={t('action.open')}
      closeText={t('action.close')}
      renderOption={option => (
        <span className={classes.option}>
          <span className={classes.name}>{labelOf(option)}</span>
          {option.counts && (
            <Typography
              component="span"
              variant="body2"
              color={option.counts.failed > 0 ? 'error' : 'textSecondary'}
            >
              {option.counts.failed > 0
                ? t('namespace.failed', {
                    total: String(option.counts.total),
                    failed: String(option.counts.failed),
                  })
                : option.counts.total}
            </Typography>
          )}
        </span>
      )}
      renderInput={params => (
        <TextField
          {...params}
          variant="outlined"
          label={t('namespace.label')}
          InputLabelProps={{
            ...params.InputLabelProps,
            className: styles.label,
          }}
        />
      )}
    />
  );
}

type Choice = Pick<Namespace, 'name' | 'displayName'> &
  Partial<Pick<Namespace, 'counts'>>;

function labelOf({ name, displayName }: Choice): string {
  return displayName && name && displayName !== name
    ? `${displayName} (${name})`
    : displayName ?? name;
}
