import { ReactNode, useRef, useState } from 'react';
import Button from '@material-ui/core/Button';
import FileCopyIcon from '@material-ui/icons/FileCopy';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { secretsTranslationRef } from '../../translation';
import { copyText } from './copyText';

const useStyles = makeStyles(theme => ({
  code: {
    margin: theme.spacing(1, 0),
    padding: theme.spacing(1.5),
    overflowX: 'auto',
    borderRadius: theme.shape.borderRadius,
    backgroundColor: theme.palette.background.default,
    border: `1px solid ${theme.palette.divider}`,
    fontFamily: 'monospace',
    fontSize: theme.typography.body2.fontSize,
    whiteSpace: 'pre',
    overflowWrap: 'normal',
  },
}));

/** @internal */
export interface CodeBlockProps {
  /** Says what the text is. */
  label: string;
  text: string;
  /** More to do with the text than to copy it. */
  actions?: ReactNode;
}

/** Text to be copied as it is. @internal */
export function CodeBlock(props: CodeBlockProps) {
  const { label, text, actions } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const code = useRef<HTMLPreElement>(null);
  const [copied, setCopied] = useState(false);
  return (
    <>
      <pre
        ref={code}
        className={classes.code}
        role="region"
        aria-label={label}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolled sideways by keyboard
        tabIndex={0}
      >
        {text}
      </pre>
      <Button
        size="small"
        startIcon={<FileCopyIcon />}
        onClick={async () => setCopied(await copyText(code.current!))}
      >
        {copied ? t('action.copied') : t('action.copy')}
      </Button>
      {actions}
    </>
  );
}
