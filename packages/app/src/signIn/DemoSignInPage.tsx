import { useCallback, useEffect, useState } from 'react';
import { Content, Page, Progress } from '@backstage/core-components';
import { discoveryApiRef, useApi } from '@backstage/frontend-plugin-api';
import { SignInPageProps } from '@backstage/plugin-app-react';
import Button from '@material-ui/core/Button';
import Card from '@material-ui/core/Card';
import CardActions from '@material-ui/core/CardActions';
import CardContent from '@material-ui/core/CardContent';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { DemoIdentity } from './DemoIdentity';
import { rememberedRole, rememberRole } from './rememberedRole';
import { Role, ROLES } from './roles';

const useStyles = makeStyles(theme => ({
  content: { maxWidth: 1000, margin: '0 auto', padding: theme.spacing(4, 2) },
  roles: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(260px, 1fr))',
    gap: theme.spacing(2),
    margin: theme.spacing(3, 0),
    padding: 0,
    listStyle: 'none',
  },
  role: { display: 'flex', flexDirection: 'column', height: '100%' },
  sentence: { flexGrow: 1 },
}));

/** Signs in under one of the demo's roles, and again under the same one after a reload. */
export function DemoSignInPage(props: SignInPageProps) {
  const { onSignInSuccess } = props;
  const classes = useStyles();
  const discoveryApi = useApi(discoveryApiRef);
  const [busy, setBusy] = useState(() => rememberedRole() !== undefined);
  const [problem, setProblem] = useState<string>();

  const signIn = useCallback(
    async (role: Role) => {
      setBusy(true);
      setProblem(undefined);
      try {
        const identity = await DemoIdentity.signIn({ role, discoveryApi });
        rememberRole(role);
        onSignInSuccess(identity);
      } catch (error) {
        setProblem(
          error instanceof TypeError
            ? 'The backend does not answer. Is it running?'
            : String((error as Error).message),
        );
        setBusy(false);
      }
    },
    [discoveryApi, onSignInSuccess],
  );

  useEffect(() => {
    const role = rememberedRole();
    if (role) {
      signIn(role);
    }
    // Only once: later sign-ins are clicks.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  if (busy) {
    return <Progress />;
  }
  return (
    <Page themeId="home">
      <Content>
        <main className={classes.content}>
          <Typography variant="h3" component="h1">
            Strongroom
          </Typography>
          <Typography variant="body1">
            Choose who to be. The roles differ in which secrets they may see and
            change.
          </Typography>
          {problem && (
            <Typography color="error" role="alert">
              {problem}
            </Typography>
          )}
          <ul className={classes.roles}>
            {ROLES.map(({ name, sentence }) => (
              <li key={name}>
                <Card variant="outlined" className={classes.role}>
                  <CardContent className={classes.sentence}>
                    <Typography variant="h5" component="h2">
                      {name}
                    </Typography>
                    <Typography variant="body2">{sentence}</Typography>
                  </CardContent>
                  <CardActions>
                    <Button
                      color="primary"
                      variant="outlined"
                      onClick={() => signIn(name)}
                    >
                      Sign in as {name}
                    </Button>
                  </CardActions>
                </Card>
              </li>
            ))}
          </ul>
        </main>
      </Content>
    </Page>
  );
}
