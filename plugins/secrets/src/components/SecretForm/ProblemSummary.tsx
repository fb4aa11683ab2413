import Alert from '@material-ui/lab/Alert';
import { FieldProblem } from '@strongroom/backstage-plugin-secrets-common';
import { formatProblem } from '../../presentation';

/** Why an attempt was refused or halted: in one sentence, with what no field of the form stands for. @internal */
export interface FormProblems {
  message: string;
  rest: FieldProblem[];
}

/** @internal */
export interface ProblemSummaryProps {
  /** `warning` when the viewer may go on. */
  severity: 'error' | 'warning';
  problems: FormProblems;
}

/** The refusal or the doubts as a whole, beneath the fields. @internal */
export function ProblemSummary(props: ProblemSummaryProps) {
  const { severity, problems } = props;
  const { message, rest } = problems;
  return (
    <Alert
      severity={severity}
      tabIndex={-1}
      style={{ overflowWrap: 'anywhere' }}
    >
      {message}
      {rest.length > 0 && (
        <ul style={{ margin: 0, paddingLeft: 16 }}>
          {rest.map((problem, index) => (
            <li key={index}>{formatProblem(problem)}</li>
          ))}
        </ul>
      )}
    </Alert>
  );
}
