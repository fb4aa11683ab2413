import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import InsertDriveFileIcon from '@material-ui/icons/InsertDriveFile';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { formatBytes } from '../../presentation';
import { secretsTranslationRef } from '../../translation';
import { Material } from './types';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    minHeight: 40,
    padding: theme.spacing(0.25, 1.5),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
  },
  text: { flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere' },
}));

/** @internal */
export interface ChosenFileProps {
  label: string;
  file: NonNullable<Material['file']>;
  onRemove: () => void;
}

/** Names the file a value comes from; its content is not shown. @internal */
export function ChosenFile(props: ChosenFileProps) {
  const { label, file, onRemove } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  return (
    <div className={classes.root} role="group" aria-label={label}>
      <InsertDriveFileIcon fontSize="small" aria-hidden />
      <Typography variant="body2" className={classes.text}>
        {label}: {file.name} ({formatBytes(file.size)})
      </Typography>
      <Button
        size="small"
        onClick={onRemove}
        aria-label={t('value.removeFile', { name: file.name })}
      >
        {t('action.remove')}
      </Button>
    </div>
  );
}
