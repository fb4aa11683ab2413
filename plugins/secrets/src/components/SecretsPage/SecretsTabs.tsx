import Tab from '@material-ui/core/Tab';
import Tabs from '@material-ui/core/Tabs';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useFindings } from '../../queries';
import { secretsTranslationRef } from '../../translation';
import { SecretsLocation, SecretsView } from './types';

/** Id of the element that the tabs switch. @internal */
export const TAB_PANEL_ID = 'secrets-view';

const useStyles = makeStyles(theme => ({
  root: {
    marginBottom: theme.spacing(2),
    borderBottom: `1px solid ${theme.palette.divider}`,
  },
}));

/** Id of the tab of a view. @internal */
export function tabId(view: SecretsView): string {
  return `secrets-tab-${view}`;
}

/** @internal */
export interface SecretsTabsProps {
  location: SecretsLocation;
}

/** Switches between the secrets, the findings with their number, and the activity. @internal */
export function SecretsTabs(props: SecretsTabsProps) {
  const { location } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const findings = useFindings(location.namespace);
  const count = findings.data?.items.length;
  return (
    <Tabs
      className={classes.root}
      value={location.view}
      indicatorColor="primary"
      textColor="primary"
      aria-label={t('findings.tabs')}
      onChange={(_event, view: SecretsView) => location.showView(view)}
    >
      <Tab
        id={tabId('list')}
        aria-controls={TAB_PANEL_ID}
        value="list"
        label={t('findings.listTab')}
      />
      <Tab
        id={tabId('findings')}
        aria-controls={TAB_PANEL_ID}
        value="findings"
        label={
          count
            ? t('findings.tabCount', { number: String(count) })
            : t('findings.tab')
        }
      />
      <Tab
        id={tabId('activity')}
        aria-controls={TAB_PANEL_ID}
        value="activity"
        label={t('activity.title')}
      />
    </Tabs>
  );
}
