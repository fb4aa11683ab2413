import { CopyTextButton } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { secretsTranslationRef } from '../../translation';

const useStyles = makeStyles(theme => ({
  root: { position: 'relative' },
  code: {
    margin: 0,
    padding: theme.spacing(1.5, 6, 1.5, 1.5),
    overflowX: 'auto',
    borderRadius: theme.shape.borderRadius,
    backgroundColor: theme.palette.background.default,
    border: `1px solid ${theme.palette.divider}`,
    fontFamily: 'monospace',
    fontSize: theme.typography.body2.fontSize,
    whiteSpace: 'pre',
  },
  copy: { position: 'absolute', top: 0, right: 0 },
}));

/** @internal */
export interface CodeBlockProps {
  /** Says what the text is. */
  label: string;
  text: string;
}

/** Text to be copied as it is. @internal */
export function CodeBlock(props: CodeBlockProps) {
  const { label, text } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  return (
    <div className={classes.root}>
      <pre
        className={classes.code}
        role="region"
        aria-label={label}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolled sideways by keyboard
        tabIndex={0}
      >
        {text}
      </pre>
      <div className={classes.copy}>
        <CopyTextButton
          text={text}
          aria-label={t('action.copy', { label })}
          tooltipText={t('action.copied')}
        />
      </div>
    </div>
  );
}
