import { HttpClient } from '../http';
import { freePorts, onTakenPort, Program, Watchdog } from '../processes';
import type { ObtainedProgram } from '../programs';

/** Reconcilers of the kinds that are used; all have to have begun before something is done in time. */
const reconcilers = 4;

export interface StartExternalSecretsOptions {
  program: ObtainedProgram;
  kubeconfig: string;
  folder: string;
  watchdog: Watchdog;
}

/** External Secrets of one cluster. */
export interface StartedExternalSecrets {
  program: Program;
  /** Resolves when all of its reconcilers work. */
  ready(): Promise<void>;
}

/** Starts External Secrets without its webhook and certificate controller, which are other subcommands. */
export async function startExternalSecrets(
  options: StartExternalSecretsOptions,
): Promise<StartedExternalSecrets> {
  const { program, kubeconfig, folder, watchdog } = options;
  return await onTakenPort(async () => {
    const [metrics, live] = await freePorts(2);
    const started = Program.start({
      name: program.name,
      command: program.path,
      args: [
        `--metrics-addr=127.0.0.1:${metrics}`,
        `--live-addr=127.0.0.1:${live}`,
        '--concurrent=4',
        '--enable-leader-election=false',
        '--enable-cluster-external-secret-reconciler=false',
        '--enable-cluster-push-secret-reconciler=false',
        '--enable-generator-state=false',
        // So that a store that broke is noticed while a test waits for it.
        '--store-requeue-interval=5s',
        '--loglevel=info',
        '--zap-time-encoding=rfc3339nano',
      ],
      env: { KUBECONFIG: kubeconfig },
      folder,
      watchdog,
    });
    const health = HttpClient.create({ url: `http://127.0.0.1:${live}` });
    const ready = () =>
      started.ready(async () => {
        const { code } = await health.send('GET', '/healthz');
        const begun = started.recentLog().split('Starting workers').length - 1;
        return code === 200 && begun >= reconcilers;
      });
    try {
      await ready();
    } catch (error) {
      await started.kill();
      throw error;
    }
    return { program: started, ready };
  });
}
