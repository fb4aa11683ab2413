import { useState } from 'react';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { secretsTranslationRef } from '../../translation';
import { EMPTY_MATERIAL, ValueField } from '../ValueField';
import { ParsedEnv, parseEnv } from './parseEnv';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: theme.spacing(1),
    marginTop: theme.spacing(1.5),
  },
}));

/** @internal */
export interface EnvBlockProps {
  onPairs: (pairs: ParsedEnv['pairs']) => void;
}

/** Takes a `.env` block apart into keys and values; nothing is taken while a line cannot be read. @internal */
export function EnvBlock(props: EnvBlockProps) {
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const [block, setBlock] = useState(EMPTY_MATERIAL);
  const [problem, setProblem] = useState<string>();

  function take() {
    const { pairs, badLines } = parseEnv(block.text);
    if (badLines.length > 0) {
      setProblem(t('form.envBadLines', { lines: badLines.join(', ') }));
    } else if (pairs.length === 0) {
      setProblem(t('form.envEmpty'));
    } else {
      props.onPairs(pairs);
    }
  }

  return (
    <div className={classes.root}>
      <ValueField
        id="secret-env-block"
        label={t('form.envBlock')}
        hint={t('form.envHint')}
        value={block}
        onChange={next => {
          setProblem(undefined);
          setBlock(next);
        }}
        error={problem}
      />
      <Button size="small" variant="outlined" onClick={take}>
        {t('form.envTake')}
      </Button>
    </div>
  );
}
